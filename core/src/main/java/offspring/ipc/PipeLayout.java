package offspring.ipc;

import offspring.message.MessageStream;
import offspring.region.SharedCell;

/**
 * The cells of a pipe: the body, whose extension has a stream for each direction, and one for each end, whose uses
 * tell whether anybody holds it.
 *
 * <pre>
 *  body
 *      0  first     long   handle of the first end
 *      8  second    long   handle of the second end
 *     16  duplex    int    1: both ends send and receive; 0: the second sends, the first receives
 *     extension:          the parts of a stream from the second to the first end, then those of one from the first to the second
 *
 *  end, a use of the body
 *      0  body      long   handle of the body; 0: not made yet
 *      8  side      int    0: first, 1: second
 * </pre>
 */
final class PipeLayout {

    static final int FIRST = 0;
    static final int DUPLEX = 16;

    static final int BODY = 0;
    static final int SIDE = 8;

    private PipeLayout() {}

    /** Where the body has the handle of an end. */
    static int end(int side) {
        return FIRST + side * Long.BYTES;
    }

    /** The first part of the stream whose messages arrive at that side. */
    static int streamTo(int side) {
        return side * MessageStream.PARTS;
    }

    /** How large the extension is. */
    static int extensionBytes(boolean duplex) {
        return SharedCell.bytesOfParts(duplex ? 2 * MessageStream.PARTS : MessageStream.PARTS);
    }
}

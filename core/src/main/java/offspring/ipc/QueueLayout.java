package offspring.ipc;

import offspring.message.MessageStream;

/**
 * A queue in shared memory: a cell, with a stream of messages as the first parts of its extension.
 *
 * <pre>
 *      0  maxSize   long   how many items it holds at most; {@link Long#MAX_VALUE}: any number
 * </pre>
 */
final class QueueLayout {

    static final int MAX_SIZE = 0;

    static final int STREAM = 0;
    static final int PARTS = MessageStream.PARTS;

    private QueueLayout() {}
}

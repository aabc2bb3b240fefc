package offspring.ipc;

import java.io.IOException;
import java.util.Optional;
import offspring.message.MessageStream;
import offspring.region.Cells;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * What both ends of a pipe have in common: a stream of messages for each direction.
 *
 * <p>Lifetime: each end's cell is a use of it, and so is every process that has an end.
 */
final class PipeBody {

    /** With so much unread, senders wait. A single message may be larger. */
    private static final long MOST_UNREAD_BYTES = 16L << 20;

    private static final int SIDES = 2;

    private final SharedCell cell;
    private final Region extension;

    private PipeBody(SharedCell cell, Region extension) {
        this.cell = cell;
        this.extension = extension;
    }

    /** Makes one, not yet known to anybody else, and its ends. */
    static SharedCell[] create(SharedCell cell, SharedCell[] ends, boolean duplex) throws IOException {
        Region extension = cell.extend(PipeLayout.extensionBytes(duplex));
        for (int side = 0; side < (duplex ? SIDES : 1); side++) {
            MessageStream.create(cell, extension, PipeLayout.streamTo(side), Long.MAX_VALUE, MOST_UNREAD_BYTES);
        }
        cell.setInt(PipeLayout.DUPLEX, duplex ? 1 : 0);
        for (int side = 0; side < SIDES; side++) {
            cell.setLong(PipeLayout.end(side), ends[side].handle());
        }
        cell.export();
        for (int side = 0; side < SIDES; side++) {
            cell.countUse(); // by the end, which says so now
            ends[side].setInt(PipeLayout.SIDE, side);
            ends[side].setLong(PipeLayout.BODY, cell.handle());
            ends[side].export();
        }
        return ends;
    }

    /** That of a cell which somebody uses, or which nobody will use any more. */
    static PipeBody of(SharedCell cell) throws IOException {
        Optional<Region> extension = cell.extension();
        if (extension.isEmpty()) {
            throw new IOException("cannot use a pipe: whoever made it died meanwhile; " + cell);
        }
        return new PipeBody(cell, extension.get());
    }

    boolean isDuplex() {
        return cell.getInt(PipeLayout.DUPLEX) != 0;
    }

    /** The stream whose messages arrive at that side; null if none do. */
    MessageStream streamTo(int side) {
        return side == 0 || isDuplex()
                ? MessageStream.attach(cell, extension, PipeLayout.streamTo(side), Long.MAX_VALUE, MOST_UNREAD_BYTES)
                : null;
    }

    /** The cell of an end, as who does not use it sees it; null if nobody does any more. */
    SharedCell end(int side) {
        try {
            SharedCell end = cell.heap().cells().look(cell.getLong(PipeLayout.end(side)));
            return Cells.isUsed(end) ? end : null;
        } catch (IOException goneWithItsNeighbours) {
            return null;
        }
    }

    /** Nobody holds an end any more: nothing comes from there, nothing can be sent there, and whoever waits is told. */
    void endIsGone() {
        for (int side = 0; side < SIDES; side++) {
            MessageStream stream = streamTo(side);
            if (stream != null) {
                stream.close();
            }
        }
    }

    /** Nobody uses it any more. */
    void dispose() throws IOException {
        for (int side = 0; side < SIDES; side++) {
            MessageStream stream = streamTo(side);
            if (stream != null) {
                stream.dispose();
            }
        }
    }
}

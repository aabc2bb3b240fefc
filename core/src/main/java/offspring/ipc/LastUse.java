package offspring.ipc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import offspring.message.MessageStream;
import offspring.region.Cells;
import offspring.region.Farewell;
import offspring.region.Farewells;
import offspring.region.Region;
import offspring.region.SharedCell;

/** What happens when nobody uses a cell of this package any more. Found by its name, see {@link Farewell#CLASS}. */
final class LastUse implements Farewell {

    static {
        Farewells.saidBy(new LastUse());
    }

    private LastUse() {}

    @Override
    public void say(int kind, SharedCell cell) {
        try {
            if (kind == PipeKind.END.number()) {
                endIsGone(cell.heap().cells(), cell.getLong(PipeLayout.BODY));
            } else if (kind == PipeKind.BODY.number()) {
                PipeBody.of(cell).dispose();
            } else {
                disposeOfQueue(cell);
            }
        } catch (IOException incomplete) {
            System.getLogger(LastUse.class.getName())
                    .log(Level.DEBUG, "memory of messages stays until the program ends; " + cell, incomplete);
        }
    }

    private static void disposeOfQueue(SharedCell cell) throws IOException {
        Optional<Region> extension = cell.extension();
        if (extension.isPresent()) {
            MessageStream.attach(cell, extension.get(), QueueLayout.STREAM, Long.MAX_VALUE, Long.MAX_VALUE).dispose();
        }
    }

    private static void endIsGone(Cells cells, long body) throws IOException {
        if (body == 0) {
            return; // its maker died at it
        }
        try {
            PipeBody.of(cells.look(body)).endIsGone();
        } finally {
            cells.dropUse(body);
        }
    }
}

package offspring.ipc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import offspring.region.Cells;
import offspring.region.Farewell;
import offspring.region.Farewells;
import offspring.region.FamilyHeap;
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
                endIsGone(cell.getLong(PipeLayout.BODY));
            } else if (kind == PipeKind.BODY.number()) {
                PipeBody.of(cell).dispose();
            }
        } catch (IOException incomplete) {
            System.getLogger(LastUse.class.getName())
                    .log(Level.DEBUG, "memory of a pipe stays until the program ends; " + cell, incomplete);
        }
    }

    private static void endIsGone(long body) throws IOException {
        if (body == 0) {
            return; // its maker died at it
        }
        Cells cells = FamilyHeap.current().cells();
        try {
            PipeBody.of(cells.look(body)).endIsGone();
        } finally {
            cells.dropUse(body);
        }
    }
}

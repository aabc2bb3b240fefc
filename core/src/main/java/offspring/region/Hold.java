package offspring.region;

/**
 * One part of this process's use of a cell: an object that the user closes has one, and so has a message that nobody
 * has read yet. Of the {@linkplain Farewell#FIRST_CLOSED_KIND kinds that are closed} the process counts its use no
 * more when the last one is closed, and not when the garbage collector comes; it closes those that nobody can reach.
 *
 * <p>Keeps the cell reachable. Closing is idempotent.
 */
public final class Hold implements AutoCloseable {

    private final Cells cells;
    private final SharedCell cell;
    /** What remains of this object; null where nobody counts. Set once, before anybody sees it. */
    private HoldEnd end;

    Hold(Cells cells, SharedCell cell) {
        this.cells = cells;
        this.cell = cell;
    }

    void end(HoldEnd remains) {
        end = remains;
    }

    /** What is held. Of use until this is closed. */
    public SharedCell cell() {
        return cell;
    }

    @Override
    public void close() {
        if (end != null) {
            cells.letGo(end);
        }
    }
}

package offspring.sync;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * What several processes use at once. Two of them are equal if they are the same object of shared memory.
 *
 * <p>Public methods are not final here: the public classes have bridges to them then, by which reflection can call them.
 */
abstract class SharedObject implements Serializable {

    private static final long serialVersionUID = 1;

    private final SyncKind kind;
    private final transient SharedCell cell;

    SharedObject(SyncKind kind, SharedCell cell) {
        this.kind = kind;
        this.cell = cell;
    }

    final SharedCell cell() {
        return cell;
    }

    final Object writeReplace() {
        Handle handle = new Handle(kind, cell);
        return companion() == null ? handle : new Accompanied(handle, companion());
    }

    /** What has to travel with it; null if nothing does. */
    Object companion() {
        return null;
    }

    /** The same, with its companion, at the other end. */
    SharedObject with(Object companion) {
        throw new IllegalStateException("cannot accompany this: " + companion);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a shared object travels as its handle");
    }

    /**
     * Whether the other is the same shared object, be it another Java object, as when it has come back from another
     * process.
     *
     * @param other anything
     * @return whether both stand for one
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof SharedObject object && object.cell.handle() == cell.handle();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(cell.handle());
    }
}

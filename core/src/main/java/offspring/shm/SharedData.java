package offspring.shm;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import offspring.handle.EmbeddedLock;
import offspring.handle.Handle;
import offspring.region.SharedCell;
import offspring.sync.SharedReentrantLock;

/**
 * Data that several processes use at once, with a lock. Two are equal if they are the same data.
 *
 * <p>Public methods are not final here: the public classes have bridges to them then, by which reflection can call them.
 */
abstract class SharedData implements Serializable {

    private static final long serialVersionUID = 1;

    private final DataKind kind;
    private final transient SharedCell cell;
    /** Made when it is asked for. Two that make it at once make equal ones. */
    private transient SharedReentrantLock lock;

    SharedData(DataKind kind, SharedCell cell) {
        this.kind = kind;
        this.cell = cell;
    }

    final SharedCell cell() {
        return cell;
    }

    /**
     * The lock that belongs to it: for several steps that have to be one. It protects by agreement: whoever does not
     * take it reads and writes all the same.
     *
     * @return always the same lock, in every process
     * @apiNote Python: {@code get_lock()}.
     */
    public SharedReentrantLock lock() {
        SharedReentrantLock known = lock;
        if (known == null) {
            known = (SharedReentrantLock) EmbeddedLock.of(cell);
            lock = known;
        }
        return known;
    }

    Object writeReplace() {
        return new Handle(kind, cell);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("shared data travel as their handle");
    }

    /**
     * Whether the other is the same shared data, be it another Java object, as when it has come back from another
     * process.
     *
     * @param other anything
     * @return whether both stand for one; what they hold is not compared
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof SharedData data && data.cell.handle() == cell.handle();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(cell.handle());
    }
}

package offspring.shm;

import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * A boolean that several processes read and write: what {@link java.util.concurrent.atomic.AtomicBoolean} is to
 * threads. Nobody can wait for it: for that there is {@link offspring.sync.SharedEvent}.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedInt}.
 *
 * @apiNote Python: {@code multiprocessing.Value(ctypes.c_bool, False)}.
 */
public final class SharedBoolean extends SharedData {

    private static final long serialVersionUID = 1;

    SharedBoolean(SharedCell cell) {
        super(DataKind.BOOLEAN, cell);
    }

    /**
     * Makes a value.
     *
     * @param initial what it is at first
     * @return a new value
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedBoolean create(boolean initial) {
        SharedBoolean made = new SharedBoolean(Handle.newCell(DataKind.BOOLEAN));
        made.set(initial);
        return made;
    }

    /**
     * Reads it.
     *
     * @return what was last set, by whichever process
     */
    public boolean get() {
        return cell().getInt(DataLayout.VALUE) != 0;
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     */
    public void set(boolean value) {
        cell().setInt(DataLayout.VALUE, number(value));
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     * @return what it was before
     */
    public boolean getAndSet(boolean value) {
        return cell().getAndSetInt(DataLayout.VALUE, number(value)) != 0;
    }

    /**
     * Writes it if it is what the caller thinks: of all who try to turn it, one succeeds.
     *
     * @param expected what it has to be
     * @param value what it is then
     * @return false if it was the other, and still is
     */
    public boolean compareAndSet(boolean expected, boolean value) {
        return cell().compareAndSetInt(DataLayout.VALUE, number(expected), number(value));
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }

    /** The value at this moment. */
    @Override
    public String toString() {
        return Boolean.toString(get());
    }
}

package offspring.shm;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A record that several processes read and write, always as a whole.
 *
 * <p>Shape: a record of {@code byte}, {@code short}, {@code char}, {@code int}, {@code long}, {@code float}, {@code
 * double}, {@code boolean} and records of these, twice in the family's shared memory, and a lock beside it. The
 * record class may be private or local; one in a named module has to be in a package that is opened to {@code
 * offspring}, or be public and exported.
 *
 * <p>Processes: captured by a task, passed, returned or sent, it is the same struct in every process of the program.
 *
 * <p>Blocking: {@link #get} never waits. {@link #set} and {@link #update} take {@link #lock}, uninterruptibly, and so
 * wait for whoever holds it, unless it is the calling thread.
 *
 * <p>Order: what was done before {@code set} or {@code update} is seen after the {@code get} that reads its record.
 *
 * <p>Death: who is killed in the middle of {@code set} or {@code update} leaves the record as it was, or as it is to
 * be, whole in both cases. The next holder of the lock finds {@link offspring.sync.SharedReentrantLock#holderDied}
 * true, as after any holder's death; {@code set} and {@code update} neither look at that mark nor take it away, it is
 * for the code that uses the lock for more than this.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: {@code get} copies the record and calls its constructor, without a system call; it starts again if the
 * record was set meanwhile.
 *
 * @param <R> the record class
 * @apiNote Python: {@code multiprocessing.Value(Point, 1.0, 2.0)} with a {@code ctypes.Structure}. Differs: a
 *     record is written as a whole and never component by component, so nobody reads half of it.
 */
public final class SharedStruct<R extends Record> extends SharedRecords<R> {

    private static final long serialVersionUID = 1;

    SharedStruct(Class<R> type, Elements elements) {
        super(DataKind.STRUCT, type, elements);
    }

    /**
     * Makes a struct.
     *
     * @param <R> the record class
     * @param initial what it is at first
     * @return a new struct
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if the record class has a component that is neither primitive nor such a
     *     record, or its package is not open to us; the text names the component, or what to open
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <R extends Record> SharedStruct<R> create(R initial) {
        Objects.requireNonNull(
                initial, "cannot make a SharedStruct: the initial record is null, and its class says what it is made of");
        @SuppressWarnings("unchecked") // records have no subclasses
        Class<R> type = (Class<R>) initial.getClass();
        SharedStruct<R> made = new SharedStruct<>(type, create(DataKind.STRUCT, type, 1));
        made.set(initial);
        return made;
    }

    /**
     * Reads it.
     *
     * @return a record of what was last set, by whichever process
     */
    public R get() {
        return read(0);
    }

    /**
     * Writes it, under {@link #lock}.
     *
     * @param value what it is from now on
     * @throws NullPointerException if it is null
     */
    public void set(R value) {
        write(0, value);
    }

    /**
     * Replaces it by what a function makes of it, in one step: the function runs under {@link #lock}. If it throws,
     * nothing has changed.
     *
     * @param update gets what it is, returns what it is to be
     * @return what it is now
     * @throws NullPointerException if the function returns null
     */
    public R update(UnaryOperator<R> update) {
        return change(0, update);
    }

    /** The record at this moment. */
    @Override
    public String toString() {
        return get().toString();
    }
}

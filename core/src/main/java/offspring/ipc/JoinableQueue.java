package offspring.ipc;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongPredicate;
import offspring.ProcessDiedException;
import offspring.handle.Handle;
import offspring.lock.Sleepers;
import offspring.message.Message;
import offspring.os.Futex;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * A queue whose producers can wait until all that they have put is done.
 *
 * <p>Shape: a {@link SharedQueue} that counts: an item is unfinished from its {@code put} until somebody who took one has called
 * {@link #taskDone}. What is removed without being taken counts as done.
 *
 * <p>Death: what a process has taken and not marked as done when it dies will never be done. It is counted off, and {@code join}
 * tells of it by a {@link ProcessDiedException}, once for each such process. It died if it was killed, terminated or halted, its
 * code threw an exception, or it exited with a code other than 0. A process that ends with code 0, its code having returned,
 * has perhaps left the rest to another one, which calls {@link #taskDone} in its place: its items stay unfinished. A child that
 * is a thread is part of its process: what it has taken is that process's.
 *
 * @param <E> what is put and taken
 * @apiNote Python: {@code multiprocessing.JoinableQueue}. Differs: {@code join} does not wait for ever for what a killed consumer had
 *     taken.
 */
public final class JoinableQueue<E> extends SharedQueue<E> {

    private static final long serialVersionUID = 1;
    private static final long SLICE_NANOS = Futex.sliceNanos();

    private final transient JoinTally tally;
    private final transient Sleepers joiners;
    private final transient Deaths deaths = new Deaths();

    private JoinableQueue(QueueCore core, JoinTally tally, Sleepers joiners) {
        super(core);
        this.tally = tally;
        this.joiners = joiners;
    }

    /**
     * Makes an empty queue for any number of items.
     *
     * @param <E> what is put and taken
     * @return a new queue
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <E> JoinableQueue<E> create() {
        return make(Long.MAX_VALUE);
    }

    /**
     * Makes an empty queue for so many items.
     *
     * @param <E> what is put and taken
     * @param maxSize how many items it holds at most; those that were taken and are not done do not count
     * @return a new queue
     * @throws IllegalArgumentException if that is less than 1
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <E> JoinableQueue<E> create(int maxSize) {
        return make(requireSize(maxSize));
    }

    private static <E> JoinableQueue<E> make(long maxSize) {
        QueueKind kind = QueueKind.JOINABLE;
        SharedCell cell = Handle.newCell(kind);
        cell.setLong(QueueLayout.MAX_SIZE, maxSize);
        Region extension = QueueCore.extend(kind, cell, JoinLayout.BYTES);
        JoinTally tally = new JoinTally(cell, extension);
        return new JoinableQueue<>(QueueCore.create(kind, cell, extension, tally), tally, joiners(cell, extension));
    }

    static JoinableQueue<?> attach(SharedCell cell) throws IOException {
        Region extension = QueueCore.extensionOf(cell);
        JoinTally tally = new JoinTally(cell, extension);
        QueueCore core = QueueCore.attach(QueueKind.JOINABLE, cell, extension, tally);
        return new JoinableQueue<>(core, tally, joiners(cell, extension));
    }

    private static Sleepers joiners(SharedCell cell, Region extension) {
        return new Sleepers(cell.part(extension, JoinLayout.PART), JoinLayout.SIGNAL);
    }

    /**
     * Says that an item that was taken, by whatever process, is done.
     *
     * @throws IllegalStateException if there is none that is not done: it was called too often
     */
    public void taskDone() {
        core().whileNobodyTakes(() -> {
            if (tally.total() >= core().puts()) {
                throw new IllegalStateException("cannot mark an item as done: all that were put are done; " + this);
            }
            tally.done();
        });
        wakeIfFinished();
    }

    /**
     * Waits until all items are done, those too that are put meanwhile.
     *
     * @throws ProcessDiedException if a process died that had taken items and not marked them as done: they count as done now, and
     *     the next call waits for the rest. If nobody saw how it ended the text says so, and the exit status is that of a SIGKILL
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public void join() throws InterruptedException {
        join(Long.MAX_VALUE);
    }

    /**
     * Waits until all items are done, those too that are put meanwhile, but not longer than that.
     *
     * @param timeout how long at most; zero or negative means to look once
     * @return whether all are done
     * @throws ProcessDiedException as {@link #join()}
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return join(Times.nanos(timeout));
    }

    private boolean join(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        while (true) {
            int announced = joiners.announce(true);
            boolean open = tellOfTheDead();
            if (isFinished()) {
                return true;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            joiners.sleep(announced, Math.min(left, open ? Deaths.AGAIN_NANOS : SLICE_NANOS));
        }
    }

    private boolean isFinished() {
        boolean[] finished = {false};
        core().whileNobodyTakes(() -> finished[0] = tally.total() >= core().puts());
        return finished[0];
    }

    private void wakeIfFinished() {
        if (tally.total() >= core().puts()) {
            joiners.wake(Integer.MAX_VALUE);
        }
    }

    /**
     * Throws if a dead process has left something undone.
     *
     * <p>Race: nothing is counted off before it is known how the process ended, so that an interrupt meanwhile, or the end of the
     * time, leaves it to the next who joins.
     *
     * @return whether it is not known yet how one has ended
     */
    private boolean tellOfTheDead() {
        boolean open = false;
        for (long owner : tally.dead()) {
            Death death = deaths.of(owner).orElse(null);
            int[] lost = {0};
            core().whileNobodyTakes(() -> lost[0] = tally.settle(owner, death, core().gone()));
            if (lost[0] == JoinTally.NOT_YET) {
                open = true;
            } else {
                deaths.forget(owner);
            }
            if (lost[0] > 0) {
                wakeIfFinished();
                throw death.toException(end -> "cannot join " + this + ": " + end + " with " + lost[0]
                        + (lost[0] == 1 ? " item" : " items")
                        + " taken and not marked as done, which count as done now; join again to wait for the rest");
            }
        }
        return open;
    }

    @Override
    int removeMessages(LongPredicate numbers) {
        int count = super.removeMessages(numbers);
        if (count > 0) {
            wakeIfFinished();
        }
        return count;
    }

    @Override
    E taken(Message message) {
        return super.taken(message);
    }
}

package offspring.sync;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import offspring.Action;
import offspring.handle.Handle;
import offspring.os.Futex;
import offspring.os.Machine;
import offspring.region.SharedCell;
import offspring.sync.BarrierRounds.Outcome;

/**
 * A point at which processes, and their threads, wait until so many of them have come; then all go on, and the next
 * round begins.
 *
 * <p>Shape: a few words of the family's shared memory, and two for each thread that waits.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same barrier in every process of the program, and its
 * action goes with it. Some 65,000 threads may wait at a time.
 *
 * <p>Death: when a party dies while it waits, or while it runs the action, the barrier breaks for all others, a tenth
 * of a second later at most. A party that dies before it has arrived is not missed: for that there are timeouts.
 *
 * <p>Blocking: {@code await}. It breaks the barrier when its time is over or its thread is interrupted, since the
 * others would wait in vain. A virtual thread parks. A process that is stopped (SIGSTOP), wherever it is, is one that
 * does not come, or does not go on; it holds up no other call.
 *
 * <p>Order: what a party did before it arrived is seen after the return of the others, and by the action.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: two compare-and-sets to arrive, and a sleep, after 10 µs where all can run at once; the last looks at the entries of all, asks whether
 * the processes of the others still run, and wakes them by one system call.
 *
 * @apiNote Python: {@code multiprocessing.Barrier}. Differs: a party that is killed while it waits breaks it; it can
 *     be sent; the numbers that {@code await} returns say who came when.
 */
public final class SharedBarrier extends SharedObject {

    private static final long serialVersionUID = 1;

    private static final long SLICE_NANOS = Futex.sliceNanos();
    private static final long SPIN_NANOS = Machine.processors() > 1 ? 10_000 : 0;

    private final transient BarrierRounds rounds;
    private final transient Action action;

    SharedBarrier(SharedCell cell, Action action) {
        super(SyncKind.BARRIER, cell);
        this.rounds = new BarrierRounds(cell);
        this.action = action;
    }

    /**
     * Makes a barrier.
     *
     * @param parties how many have to come
     * @return a new barrier
     * @throws IllegalArgumentException if that is below 1, or more than can wait at a time
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedBarrier create(int parties) {
        return create(parties, null, null);
    }

    /**
     * Makes a barrier at which something is done in each round.
     *
     * @param parties how many have to come
     * @param action runs in the party that comes last, before any of them goes on; it travels with the barrier; null:
     *     nothing
     * @param timeout of an {@code await} that gives none; zero or negative means that nobody waits; null: for ever
     * @return a new barrier
     * @throws IllegalArgumentException if the number of parties is below 1, or more than can wait at a time
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedBarrier create(int parties, Action action, Duration timeout) {
        if (parties < 1) {
            throw new IllegalArgumentException(
                    "cannot make a barrier: it takes one party or more; parties=" + parties);
        }
        if (parties > BarrierLayout.ENTRIES.capacity()) {
            throw new IllegalArgumentException("cannot make a barrier: there is no room for so many that wait; parties="
                    + parties + " most=" + BarrierLayout.ENTRIES.capacity());
        }
        SharedCell cell = Handle.newCell(SyncKind.BARRIER);
        cell.setInt(BarrierLayout.PARTIES, parties);
        cell.setLongRelease(BarrierLayout.TIMEOUT, timeout == null ? Long.MAX_VALUE : AnyWait.nanos(timeout));
        return new SharedBarrier(cell, action);
    }

    @Override
    Object companion() {
        return action;
    }

    @Override
    SharedObject with(Object companion) {
        return new SharedBarrier(cell(), (Action) companion);
    }

    /**
     * Waits until all have come, with the barrier's timeout, if it has one.
     *
     * @return when this party came: the number of parties less one for the first, 0 for the last
     * @throws BrokenBarrierException if the barrier is broken, is being broken, or is reset meanwhile; after the
     *     timeout with a {@link TimeoutException} as its cause
     * @throws InterruptedException if the thread is interrupted before or meanwhile; the barrier is broken then
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return await(cell().getLong(BarrierLayout.TIMEOUT));
        } catch (TimeoutException over) {
            BrokenBarrierException broken = new BrokenBarrierException(over.getMessage());
            broken.initCause(over);
            throw broken;
        }
    }

    /**
     * Waits until all have come or the time is over.
     *
     * @param timeout how long at most; zero or negative means to pass only as the last
     * @return when this party came: the number of parties less one for the first, 0 for the last
     * @throws BrokenBarrierException if the barrier is broken, is being broken, or is reset meanwhile
     * @throws TimeoutException if the time is over; the barrier is broken then
     * @throws InterruptedException if the thread is interrupted before or meanwhile; the barrier is broken then
     */
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(AnyWait.nanos(timeout));
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        long start = System.nanoTime();
        if (Thread.interrupted()) {
            abort();
            throw new InterruptedException();
        }
        while (true) {
            Arrival arrival = arrive();
            switch (arrival.place()) {
                case Arrival.TOO_LATE ->
                    throw new BrokenBarrierException("cannot pass a barrier: it is broken; " + this);
                case Arrival.TOO_EARLY -> sleepUntilItsEnd(arrival, start, nanos);
                case Arrival.LAST -> {
                    if (action != null) {
                        runAction(arrival);
                    }
                    return Arrival.LAST;
                }
                default -> {
                    return sleepUntilItsEnd(arrival, start, nanos);
                }
            }
        }
    }

    /** Where somebody has come: an entry of a round, 0 if there is none. */
    private record Arrival(int index, int round, int place) {
        static final int LAST = 0;
        static final int TOO_LATE = -1;
        /** All have come, and one of them still runs the action: this is for the next round. */
        static final int TOO_EARLY = -2;
    }

    private Arrival arrive() {
        int index = 0;
        Arrival arrival = null;
        while (arrival == null) {
            long state = rounds.state();
            boolean last = BarrierLayout.arrived(state) == rounds.parties() - 1;
            if (index == 0 && isOpen(state) && !(last && action == null)) {
                index = rounds.claim();
            } else {
                arrival = arrive(index, state);
            }
        }
        if (index != 0 && arrival.index() == 0) {
            rounds.leave(index);
        }
        return arrival;
    }

    private boolean isOpen(long state) {
        return !BarrierLayout.isBroken(state) && BarrierLayout.arrived(state) < rounds.parties();
    }

    /** One try; null if the state has changed. The last of a round without an action needs no entry. */
    private Arrival arrive(int index, long state) {
        int round = BarrierLayout.round(state);
        int place = rounds.parties() - 1 - BarrierLayout.arrived(state);
        if (!isOpen(state)) {
            return new Arrival(0, round, BarrierLayout.isBroken(state) ? Arrival.TOO_LATE : Arrival.TOO_EARLY);
        }
        if (place == Arrival.LAST && rounds.hasDead(round)) {
            rounds.breakRound(round);
            return null;
        }
        if (place == Arrival.LAST && action == null) {
            return rounds.next(state, false) ? new Arrival(0, round, place) : null;
        }
        rounds.enter(index, state);
        return rounds.count(state) ? new Arrival(index, round, place) : null;
    }

    private void runAction(Arrival arrival) throws BrokenBarrierException {
        boolean done = false;
        try {
            action.run();
            done = true;
        } finally {
            done = endOfAction(arrival, done);
        }
        if (!done) {
            throw new BrokenBarrierException("cannot pass a barrier: it was broken while its action ran; " + this);
        }
    }

    /** Nobody comes meanwhile, so the state is as it was, unless the round was broken or reset. */
    private boolean endOfAction(Arrival arrival, boolean done) {
        long state = rounds.state();
        boolean passes = done && BarrierLayout.round(state) == arrival.round() && !BarrierLayout.isBroken(state)
                && rounds.next(state, false);
        if (!passes) {
            rounds.breakRound(arrival.round());
        }
        rounds.leave(arrival.index());
        return passes;
    }

    /** Sleeps until the round has ended; the party's place in it. */
    private int sleepUntilItsEnd(Arrival arrival, long start, long nanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        boolean interrupted = false;
        boolean over = false;
        Outcome outcome = spin(arrival, nanos);
        while (outcome == Outcome.OPEN && !interrupted && !over) {
            long left = nanos - (System.nanoTime() - start);
            over = left <= 0;
            interrupted = !over && !sleep(arrival, Math.min(left, SLICE_NANOS));
            outcome = outcome(arrival);
        }
        if (outcome == Outcome.OPEN && arrival.index() != 0) {
            outcome = breakUnlessEnded(arrival);
        }
        boolean ended = outcome != Outcome.OPEN;
        if (arrival.index() != 0) {
            rounds.leave(arrival.index());
        }
        return result(arrival, outcome, ended, interrupted);
    }

    private int result(Arrival arrival, Outcome outcome, boolean ended, boolean interrupted)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        if (!ended && interrupted) {
            throw new InterruptedException();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new TimeoutException("cannot pass a barrier: the others did not come in time; " + this);
        }
        if (outcome == Outcome.BROKEN && arrival.index() != 0) {
            throw new BrokenBarrierException("cannot pass a barrier: it was broken, or reset; " + this);
        }
        return arrival.place();
    }

    private Outcome outcome(Arrival arrival) {
        return rounds.outcome(arrival.index(), arrival.round());
    }

    /** What became of the round, if anything; if not, it is broken now. */
    private Outcome breakUnlessEnded(Arrival arrival) {
        return rounds.breakRound(arrival.round()) ? Outcome.OPEN : outcome(arrival);
    }

    private Outcome spin(Arrival arrival, long nanos) {
        long start = System.nanoTime();
        // Where not all can run at once, who spins is in the way of those who have not come yet.
        long budget = rounds.parties() > Machine.processors() ? 0 : Math.min(nanos, SPIN_NANOS);
        Outcome outcome = outcome(arrival);
        while (outcome == Outcome.OPEN && System.nanoTime() - start < budget) {
            Thread.onSpinWait();
            outcome = outcome(arrival);
        }
        return outcome;
    }

    /** False if it was interrupted. After a whole slice it is time to ask whether the others still run. */
    private boolean sleep(Arrival arrival, long sliceNanos) {
        long start = System.nanoTime();
        long state = rounds.state();
        if (BarrierLayout.roundsSince(arrival.round(), state) != 0 || BarrierLayout.isBroken(state)) {
            return true;
        }
        try {
            rounds.sleep(state, sliceNanos);
        } catch (InterruptedException interrupted) {
            return false;
        }
        if (System.nanoTime() - start >= sliceNanos && hasDead(arrival)) {
            rounds.breakRound(arrival.round());
        }
        return true;
    }

    private boolean hasDead(Arrival arrival) {
        return arrival.index() == 0
                ? rounds.hasDead(arrival.round())
                : rounds.isNextDead(arrival.index(), arrival.round());
    }

    /**
     * How many have to come.
     *
     * @return as many as it was made for
     */
    public int parties() {
        return rounds.parties();
    }

    /**
     * How many wait at this moment; those who have died do not.
     *
     * @return 0 if it is broken
     */
    public int waiting() {
        return isBroken() ? 0 : rounds.waiting();
    }

    /**
     * Whether it is broken at this moment.
     *
     * @return true until it is reset
     */
    public boolean isBroken() {
        return BarrierLayout.isBroken(rounds.state());
    }

    /** Makes it as new: unbroken, and nobody has come. Who waits gets a {@link BrokenBarrierException}. */
    public void reset() {
        long state = rounds.state();
        while ((BarrierLayout.isBroken(state) || BarrierLayout.arrived(state) > 0) && !rounds.next(state, true)) {
            state = rounds.state();
        }
    }

    /** Breaks it: who waits, or comes before it is reset, gets a {@link BrokenBarrierException}. */
    public void abort() {
        int round = BarrierLayout.round(rounds.state());
        while (!rounds.breakRound(round) && !isBroken()) {
            round = BarrierLayout.round(rounds.state());
        }
    }

    /** Says how many have come, and of how many. */
    @Override
    public String toString() {
        return "SharedBarrier[" + (isBroken() ? "broken" : "waiting=" + waiting()) + " parties=" + parties() + "]";
    }
}

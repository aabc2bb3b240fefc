package offspring.region;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import offspring.os.Owner;
import offspring.os.ProcStat;

/**
 * The living processes of the family, at most {@value HeapLayout#SLOT_COUNT}.
 *
 * <p>Who starts a process claims a slot for it, says which process it became, and releases the slot when the process has
 * ended. The claim carries the claimer's name in the very compare-and-set that makes it, so there is no moment at which a
 * death leaves a slot that belongs to nobody.
 *
 * <p>A slot whose claimer and whose process are both dead is swept when another is released, or when there is no free one. That of a living claimer
 * never is: it will be released, and must not be given to two. What a process used that nobody will reap is given back at the same
 * occasions; who waits for just that asks for it, see {@link #lookForTheDead}.
 */
public class ProcessSlots {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final FamilyHeap heap;
    private final SharedBytes header;
    /** When we looked for the dead last. */
    private final AtomicLong looked = new AtomicLong(System.nanoTime());

    ProcessSlots(FamilyHeap heap, SharedBytes header) {
        this.heap = heap;
        this.header = header;
    }

    /** How many processes a family may have at a time. */
    public static int limit() {
        return HeapLayout.SLOT_COUNT;
    }

    /**
     * Claims a slot for a process that is about to be started.
     *
     * @return its index; empty if the family has as many processes as it may
     */
    public OptionalInt claim() {
        OptionalInt free = claimFree();
        return free.isPresent() || !sweep() ? free : claimFree();
    }

    /**
     * Says which process a claimed slot is for. A process that has ended already is not looked for.
     *
     * @param index what {@link #claim()} of this process gave
     * @param pid the process
     */
    public void occupy(int index, long pid) {
        ProcStat.of(pid)
                .ifPresent(stat -> header.setLongVolatile(process(index), Owner.of(stat).pack()));
    }

    /**
     * Frees a slot that this process claimed; its process has ended or could not be started. What it used is given back.
     *
     * @throws IllegalStateException if this process does not hold the claim
     */
    public void release(int index) {
        if (header.getLongVolatile(claimer(index)) != Owner.self().pack()) {
            throw new IllegalStateException(
                    "cannot release a slot: this process has not claimed it; index=" + index);
        }
        long ended = header.getLongVolatile(process(index));
        settle(ended);
        header.setLongVolatile(process(index), 0L);
        header.setLongVolatile(claimer(index), 0L);
        sweep();
    }

    /** Has this process's ledger found by whoever learns of its end; false if there is no room for it. */
    boolean openLedger(long region) {
        long self = Owner.self().pack();
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            if (header.getLongVolatile(user(index)) == 0 && header.compareAndSetLong(user(index), 0, self)) {
                header.setLongVolatile(ledger(index), region);
                return true;
            }
        }
        return false;
    }

    /**
     * Gives back what dead processes used that nobody has given back so far: their parents are dead too, or stopped. For who
     * waits for that; now and then it does look, and returns at once otherwise.
     */
    public void lookForTheDead() {
        long now = System.nanoTime();
        long last = looked.get();
        if (now - last >= LOOK_NANOS && looked.compareAndSet(last, now)) {
            settleDeadUsers(Set.of());
        }
    }

    /** Those who are reaped by a living process are left to it. */
    private void settleDeadUsers(Set<Long> lookedAfter) {
        long self = Owner.self().pack();
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            long user = header.getLongVolatile(user(index));
            if (user != 0 && user != self && !lookedAfter.contains(user) && isDead(user)) {
                settle(user);
            }
        }
    }

    /**
     * Gives back what a process used that has ended.
     *
     * <p>Race: another process settles the same, and the place goes to a living one before we read the ledger, which is the
     * living one's then. It says that it is the user before it has a ledger there, so we look at the user once more.
     */
    private void settle(long ended) {
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            if (ended != 0 && header.getLongVolatile(user(index)) == ended) {
                long ledger = readLedger(index);
                if (header.getLongVolatile(user(index)) != ended) {
                    continue;
                }
                if (ledger != 0) {
                    Estate.settle(heap, ledger);
                }
                header.compareAndSetLong(ledger(index), ledger, 0);
                header.compareAndSetLong(user(index), ended, 0);
            }
        }
    }

    /** Where the ledger is of who uses a place, in a method of its own so that a test can come between two looks. */
    long readLedger(int index) {
        return header.getLongVolatile(ledger(index));
    }

    /** How many slots are claimed. */
    public int count() {
        int count = 0;
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            count += header.getLongVolatile(claimer(index)) == 0 ? 0 : 1;
        }
        return count;
    }

    private OptionalInt claimFree() {
        long self = Owner.self().pack();
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            if (header.getLongVolatile(claimer(index)) == 0
                    && header.compareAndSetLong(claimer(index), 0L, self)) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /** Frees the slots that nobody will release, and settles for their processes. True if there were any. */
    private boolean sweep() {
        boolean found = false;
        Set<Long> lookedAfter = new HashSet<>();
        Map<Long, Boolean> deadClaimers = new HashMap<>(Map.of(0L, false, Owner.self().pack(), false));
        for (int index = 0; index < HeapLayout.SLOT_COUNT; index++) {
            long claimer = header.getLongVolatile(claimer(index));
            long process = header.getLongVolatile(process(index));
            if (!deadClaimers.computeIfAbsent(claimer, ProcessSlots::isDead)) {
                lookedAfter.add(process);
            } else if (process == 0 || isDead(process)) {
                settle(process);
                header.compareAndSetLong(process(index), process, 0L);
                found |= header.compareAndSetLong(claimer(index), claimer, 0L);
            }
        }
        settleDeadUsers(lookedAfter);
        return found;
    }

    private static boolean isDead(long packed) {
        return Owner.unpack(packed).isDead();
    }

    private static int claimer(int index) {
        return HeapLayout.slot(index) + HeapLayout.CLAIMER;
    }

    private static int user(int index) {
        return HeapLayout.slot(index) + HeapLayout.USER;
    }

    private static int ledger(int index) {
        return HeapLayout.slot(index) + HeapLayout.LEDGER;
    }

    private static int process(int index) {
        return HeapLayout.slot(index) + HeapLayout.PROCESS;
    }
}

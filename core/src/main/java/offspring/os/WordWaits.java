package offspring.os;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import offspring.os.Features.Feature;
import offspring.os.WordGroup.Key;

/**
 * Waits of virtual threads for words in shared memory. A native wait on a virtual thread pins its carrier, and the scheduler
 * does not put another in its place: eight waits on a machine of two processors stop every other virtual thread.
 *
 * <p>So virtual threads park, in groups that wait for the same word behind the same value, and few platform threads look at
 * the words for them: 127 groups each by {@link KernelSleeper}, or all by one {@link PollingSleeper} where the kernel cannot
 * wait for several words. Both are started by need and end after some idle seconds.
 *
 * <p>Race: the word changes, and its waker comes, before the sleeper waits for it. Both ways look at the word after the group
 * is there: the kernel refuses to wait for a word that has another value.
 *
 * <p>Race: a thread joins a group for which a sleeper waits already, after the wake-up that it came for. It looks once more
 * after it has joined; a wake-up that comes later finds the sleeper waiting, or on its way to look at all its words.
 *
 * <p>Race: the last thread of a group leaves after its time or by an interrupt, and a wake-up for one comes before the sleeper
 * has dropped the group. The sleeper passes it on.
 */
final class WordWaits {

    /** Guards the groups and sleepers. Never held while waiting or in a system call. */
    static final Object LOCK = new Object();

    /** A timer that rings in more than a hundred years is not worth its memory. */
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private static final Map<Key, WordGroup> GROUPS = new HashMap<>();
    private static final List<WordSleeper> SLEEPERS = new ArrayList<>();

    private static long started;
    private static volatile boolean kernel;

    private WordWaits() {}

    /** As {@link Futex#await}, for a virtual thread; the word had the expected value just now. */
    static void await(ByteBuffer memory, int at, int expected, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        WordGroup group = join(memory, at, expected);
        try {
            while (!group.isOver() && !group.differs()) {
                long left = nanos - (System.nanoTime() - start);
                if (left <= 0) {
                    return;
                }
                park(group, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            leave(group);
        }
    }

    /** Whether the kernel can wait for several words, as far as we know without linking. */
    static boolean areNative() {
        if (!kernel && Futex.wakesAreImmediate() && Features.has(Feature.FUTEX_WAITV)) {
            kernel = true;
        }
        return kernel;
    }

    /** Forgets a group that is over or empty. */
    static void drop(WordGroup group) {
        GROUPS.remove(group.key(), group);
    }

    /** Forgets a sleeper that ends. */
    static void drop(WordSleeper sleeper) {
        SLEEPERS.remove(sleeper);
    }

    private static WordGroup join(ByteBuffer memory, int at, int expected) {
        Key key = new Key(Futex.address(memory, at), expected);
        WordGroup group;
        boolean callBack = false;
        synchronized (LOCK) {
            group = GROUPS.get(key);
            if (group == null) {
                group = new WordGroup(key, memory, at, sleeperWithRoom());
                group.sleeper().add(group);
                callBack = group.sleeper().hasNews();
                GROUPS.put(key, group);
            }
            group.add(Thread.currentThread());
            group.sleeper().joined();
        }
        if (callBack) {
            group.sleeper().callBack();
        }
        return group;
    }

    private static void leave(WordGroup group) {
        if (group.isOver()) {
            return;
        }
        boolean callBack;
        synchronized (LOCK) {
            group.remove(Thread.currentThread());
            callBack = !group.isOver() && group.sleeper().left() && group.sleeper().hasNews();
        }
        if (callBack) {
            group.sleeper().callBack();
        }
    }

    private static void park(WordGroup group, long nanos) {
        if (nanos > FOREVER_NANOS) {
            LockSupport.park(group);
        } else {
            LockSupport.parkNanos(group, nanos);
        }
    }

    private static WordSleeper sleeperWithRoom() {
        boolean areNative = areNative();
        for (WordSleeper sleeper : SLEEPERS) {
            if (sleeper.hasRoom(areNative)) {
                return sleeper;
            }
        }
        WordSleeper sleeper = areNative ? new KernelSleeper() : new PollingSleeper();
        sleeper.start("offspring-wait-" + started++);
        SLEEPERS.add(sleeper);
        return sleeper;
    }
}

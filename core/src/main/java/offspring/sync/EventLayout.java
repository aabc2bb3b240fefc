package offspring.sync;

/**
 * An event in shared memory. Zeros are a clear one.
 *
 * <pre>
 *      0  word      int   bit 0: it is set; bit 1: somebody sleeps, or did; 31..2: how often it was set after it was clear
 * </pre>
 *
 * <p>The count is what a waiter sees of an event that was set and cleared while it slept.
 */
final class EventLayout {

    static final int WORD = 0;

    private static final int SET = 1;
    private static final int SLEEPERS = 2;
    private static final int ONE_MORE = 4;

    private EventLayout() {}

    static boolean isSet(int word) {
        return (word & SET) != 0;
    }

    static boolean hasSleepers(int word) {
        return (word & SLEEPERS) != 0;
    }

    static int set(int word) {
        return isSet(word) ? word : (word & -ONE_MORE) + ONE_MORE | SET;
    }

    static int clear(int word) {
        return word & ~SET;
    }

    static int withSleepers(int word) {
        return word | SLEEPERS;
    }

    static boolean wasSetSince(int before, int now) {
        return isSet(now) || (before & -ONE_MORE) != (now & -ONE_MORE);
    }
}

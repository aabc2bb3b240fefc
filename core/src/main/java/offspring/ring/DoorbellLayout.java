package offspring.ring;

/**
 * A doorbell, on a pair of cache lines of its own.
 *
 * <pre>
 *      0  bell             int    counts the rings that found somebody asleep; what sleepers wait for
 *      4  sleeping         int    1: somebody may be asleep, so ringing takes a system call; 0: nobody is
 *      8  coarse until     long   nanoTime until which somebody who rings may be unable to wake: look often
 *     16                          unused
 *    128  (end)
 * </pre>
 *
 * <p>{@code System.nanoTime} is the same clock in all processes of a machine.
 */
final class DoorbellLayout {

    static final int BYTES = 128;
    static final int BELL = 0;
    static final int SLEEPING = 4;
    static final int COARSE_UNTIL = 8;

    private DoorbellLayout() {}
}

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

    static final long BYTES = 128;
    static final long BELL = 0;
    static final long SLEEPING = 4;
    static final long COARSE_UNTIL = 8;

    private DoorbellLayout() {}
}

package offspring.region;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import offspring.os.ControlGroup;

/**
 * How much memory there is to be had. Linux hands out whatever is asked of it and kills somebody when it has no more,
 * so who wants some has to look first.
 *
 * <p>Race: others look, and take, at the same moment; between our look and our taking, too. Some is kept for them, and a
 * number is old when they can have used up half of it.
 *
 * <p>Cost: a look is a millisecond, the first one some tens; there is none as long as the last number will do.
 */
class MemoryLeft {

    /** Taken without a look, in all since the last one. */
    static final long LITTLE_BYTES = 4L << 20;

    /** Not given away: for those who look at the same time, and for what the system itself needs to hand memory out. */
    static final long KEPT_BYTES = 16L << 20;

    /** The system property by which a test gives its process less, in bytes. */
    static final String FOR_TESTS = "offspring.region.memoryLeft";

    private static final String OF_THE_MACHINE = "/proc/meminfo";
    private static final String LINES = "(?m)^(?:MemAvailable|SwapFree):\\s+(\\d+) kB$";
    private static final long NOT_KNOWN = Long.MAX_VALUE;

    /** Half of what is left lasts so many nanoseconds a byte for those who take it as fast as can be, 4 GB a second. */
    private static final long BYTES_PER_NANO = 8;

    private static final long SHORTEST_NANOS = 5_000_000;
    private static final long LONGEST_NANOS = 1_000_000_000;

    /** What there was at the last look, less what this process has taken since. */
    private long left = NOT_KNOWN;

    private long taken;
    private boolean looked;
    private long lookedAtNanos;
    /** What threads of this process are about to take: a look does not see it. */
    private long granted;

    MemoryLeft() {}

    /** That of this machine, for this process. */
    static MemoryLeft here() {
        Long forTests = Long.getLong(FOR_TESTS);
        return forTests == null ? new MemoryLeft() : new MemoryQuota(forTests);
    }

    /**
     * Makes sure that so many bytes can be had, as far as one can tell. Who takes them says when it is done, see {@link #settle}.
     *
     * @param region where they will be
     * @throws IOException if they cannot
     */
    synchronized void grant(long region, long bytes) throws IOException {
        if (bytes > left || taken + bytes > LITTLE_BYTES && isOld()) {
            left = look() - granted;
            looked = true;
            lookedAtNanos = nanoTime();
            taken = 0;
        }
        if (bytes > left) {
            throw new IOException("there is not so much memory; availableBytes=" + Math.max(0, left));
        }
        left -= bytes;
        taken += bytes;
        granted += bytes;
    }

    private boolean isOld() {
        long good = Math.clamp(left / BYTES_PER_NANO, SHORTEST_NANOS, LONGEST_NANOS);
        return !looked || nanoTime() - lookedAtNanos > good;
    }

    /** What was granted was taken, or is not wanted any more. */
    synchronized void settle(long bytes) {
        granted -= bytes;
    }

    /** A region's memory was given back. */
    void freed(long region) {
        // the next look finds it
    }

    long nanoTime() {
        return System.nanoTime();
    }

    /** How many bytes can be had now. */
    long look() throws IOException {
        long all = Math.min(ofTheMachine(), ControlGroup.current().memoryLeft().orElse(NOT_KNOWN));
        return all == NOT_KNOWN ? NOT_KNOWN : all - KEPT_BYTES;
    }

    /** By a stream, which an interrupt does not close. */
    private static long ofTheMachine() throws IOException {
        try (FileInputStream in = new FileInputStream(OF_THE_MACHINE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher lines = Pattern.compile(LINES).matcher(text); // here, since many a process never looks
            long left = 0;
            while (lines.find()) {
                left += Long.parseLong(lines.group(1)) * 1024;
            }
            return left == 0 ? NOT_KNOWN : left;
        } catch (FileNotFoundException notLinux) {
            return NOT_KNOWN;
        }
    }
}

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
 * so who wants much has to look first.
 */
final class MemoryLeft {

    /** Less is not worth a look. */
    private static final long MUCH_BYTES = 16L << 20;

    /** The system property by which tests have less memory, in bytes. */
    static final String FOR_TESTS = "offspring.region.memoryLeft";

    private static final String OF_THE_MACHINE = "/proc/meminfo";
    private static final Pattern LEFT = Pattern.compile("(?m)^(?:MemAvailable|SwapFree):\\s+(\\d+) kB$");
    private static final long NOT_KNOWN = Long.MAX_VALUE;
    private static final long AT_MOST = Long.getLong(FOR_TESTS, NOT_KNOWN);

    private MemoryLeft() {}

    /**
     * Makes sure that so many bytes can be had, as far as one can tell.
     *
     * @throws IOException if they cannot
     */
    static void require(long bytes) throws IOException {
        if (bytes < MUCH_BYTES) {
            return;
        }
        long left = Math.min(ofTheMachine(), ControlGroup.current().memoryLeft().orElse(NOT_KNOWN));
        if (bytes > Math.min(left, AT_MOST)) {
            throw new IOException("there is not so much memory; availableBytes=" + Math.min(left, AT_MOST));
        }
    }

    /** By a stream, which an interrupt does not close. */
    private static long ofTheMachine() throws IOException {
        try (FileInputStream in = new FileInputStream(OF_THE_MACHINE)) {
            Matcher lines = LEFT.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
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

package offspring.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether Ctrl-C reaches what this JVM starts. A shell that runs the build in the background has it ignored, and what is ignored
 * at the start of a JVM stays so in it and in all that it starts.
 */
public final class SigInt {

    private static final long BIT = 1L << 2 - 1;

    private SigInt() {}

    /** Whether it is ignored here. */
    public static boolean isIgnored() {
        try {
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(status -> status.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow();
            return (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & BIT) != 0;
        } catch (IOException noLinux) {
            return false;
        }
    }

    /** What to put before a command so that it reaches it. */
    static List<String> prefix() {
        return isIgnored() ? List.of("env", "--default-signal=INT") : List.of();
    }
}

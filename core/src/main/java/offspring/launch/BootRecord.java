package offspring.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import offspring.ExitStatus;
import offspring.ProcessStartException;

/** Which command lines have been seen to boot, and why another one does not. */
final class BootRecord {

    private static final Set<CommandLine> BOOTED = ConcurrentHashMap.newKeySet();
    private static final long PATIENCE_SECONDS = 10;
    private static final int SHOWN_CHARACTERS = 2_000;

    private BootRecord() {}

    static void add(CommandLine line) {
        BOOTED.add(line);
    }

    static boolean has(CommandLine line) {
        return BOOTED.contains(line);
    }

    /** What happened to a JVM that ended before it ran our code, in its own words. */
    static ProcessStartException failure(String name, CommandLine line, ExitStatus status, List<String> stderr) {
        String words = stderr.isEmpty() ? words(line) : String.join("\n", stderr);
        return new ProcessStartException(
                "cannot start process " + name + ": its JVM " + status + " before it ran any of our code"
                        + (words.isEmpty() ? "; it gave no reason" : "; it says: " + words)
                        + "; check jvmOptions, memory and the class path",
                null);
    }

    /** The same JVM once more, to do nothing, with somebody who listens. */
    private static String words(CommandLine line) {
        List<String> command = new ArrayList<>(line.withoutMain());
        command.add("-version");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        line.prepare(builder);
        try {
            Process again = LauncherThread.start(builder);
            again.getOutputStream().close();
            String words = new String(again.getInputStream().readNBytes(SHOWN_CHARACTERS), Charset.defaultCharset());
            boolean exited = again.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            again.destroyForcibly();
            // If it works this time, its words say nothing about the first one.
            return exited && again.exitValue() == 0 ? "" : words.strip();
        } catch (IOException noWords) {
            return noWords.getMessage();
        } catch (InterruptedException stopWaiting) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}

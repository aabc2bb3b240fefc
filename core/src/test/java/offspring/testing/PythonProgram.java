package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** A script that the installed {@code python3} runs beside the test, which reads what it prints line by line. */
public final class PythonProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private PythonProgram(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Skips the test where there is no Python, save on the build server, which has to have one. */
    public static void require() {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException notThere) {
            there = false;
        }
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(there, "python3 is not installed");
        }
        assertThat(there).as("python3 is installed").isTrue();
    }

    /** Starts a script; its errors are among its lines. */
    public static PythonProgram start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-u", "-c", script));
        command.addAll(List.of(arguments));
        return new PythonProgram(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Its next line; null if it has ended. */
    public String readLine() throws IOException, InterruptedException {
        FutureTask<String> reading = new FutureTask<>(output::readLine);
        Thread.ofPlatform().daemon().name("python-reader").start(reading);
        try {
            return reading.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new AssertionError("the Python program printed nothing for a long time", silent);
        } catch (ExecutionException unreadable) {
            throw new IOException("cannot read what the Python program prints", unreadable.getCause());
        }
    }

    /** All that it still prints until it ends, which it has to do by itself. */
    public List<String> readToEnd() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); line != null; line = readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** Waits for its end; its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the Python program does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        process.getOutputStream().close();
        output.close();
    }
}

package offspring.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A class of the tests in a JVM of its own, with the class path of this one: the other side in tests of what lies
 * below the launching of children. What it prints on stdout is for the test to read.
 */
public final class TestJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private TestJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the {@code main} of a class. */
    public static TestJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), List.of(), main, arguments);
    }

    /** The same behind a command that starts what it is given, and with options of the JVM. */
    public static TestJvm start(List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(inherited());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new TestJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What a run of all tests was told counts for the other side too. */
    private static List<String> inherited() {
        List<String> options = new ArrayList<>();
        for (String property : List.of("offspring.os.refuse", Eventually.PROPERTY)) {
            String value = System.getProperty(property);
            if (value != null) {
                options.add("-D" + property + "=" + value);
            }
        }
        return options;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Its next line of output; an error if it has ended instead, or writes none for a long time. */
    public String readLine() throws IOException, InterruptedException {
        return readLine(Eventually.scaled(Duration.ofMinutes(2)));
    }

    /** The same with a limit of its own, for what takes minutes. */
    public String readLine(Duration limit) throws IOException, InterruptedException {
        // A read of a pipe hears no interrupt: a thread of its own does it, so that nobody is stuck here for ever.
        FutureTask<String> reading = new FutureTask<>(output::readLine);
        Thread.ofPlatform().daemon().name("test-jvm-reader").start(reading);
        try {
            String line = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new AssertionError("the JVM ended its output instead of writing a line; pid=" + pid());
            }
            return line;
        } catch (TimeoutException silent) {
            throw new AssertionError("the JVM wrote no line in " + limit + "; pid=" + pid(), silent);
        } catch (ExecutionException unreadable) {
            throw new IOException("the JVM's output cannot be read; pid=" + pid(), unreadable.getCause());
        }
    }

    /** All that it still writes, until it ends. */
    public List<String> readToEnd() {
        return output.lines().toList();
    }

    /** Writes a line to its stdin. */
    public void writeLine(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** SIGKILL, and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits for its end; its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Eventually.patience().toMillis() * 2, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the JVM does not end; pid=" + pid());
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

package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program started by {@link FreshJvm}. */
public final class RunningProgram implements AutoCloseable {

    private final Process process;
    private final String mark;
    private final StringBuffer stdout = new StringBuffer();
    private final StringBuffer stderr = new StringBuffer();
    private final Thread outReader;
    private final Thread errReader;

    RunningProgram(Process process, String mark) {
        this.process = process;
        this.mark = mark;
        this.outReader = reader(process.getInputStream(), stdout);
        this.errReader = reader(process.getErrorStream(), stderr);
    }

    /** How it ended and what it said. */
    public record Result(int exitCode, String stdout, String stderr) {

        /** The lines of its standard output. */
        public List<String> lines() {
            return stdout.lines().toList();
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Waits until it has ended and nobody holds its output any more. */
    public Result awaitEnd() throws InterruptedException {
        return awaitEnd(Duration.ofSeconds(60));
    }

    /** The same with a limit of its own, times the machine's factor, for what starts many JVMs. */
    public Result awaitEnd(Duration limit) throws InterruptedException {
        long patience = Eventually.scaled(limit).toMillis();
        boolean ended = process.waitFor(patience, TimeUnit.MILLISECONDS);
        if (ended) {
            outReader.join(patience);
            errReader.join(patience);
        }
        if (!ended || outReader.isAlive() || errReader.isAlive()) {
            throw new AssertionError("the program %s after %d ms; family: %s%nstdout: %s%nstderr: %s".formatted(
                    ended ? "ended, but its output is still open" : "still runs", patience, family(), stdout, stderr));
        }
        return new Result(process.exitValue(), stdout.toString(), stderr.toString());
    }

    /** Waits until its standard output has a line like this. */
    public String awaitLine(Predicate<String> wanted) {
        Eventually.eventually(
                "a line of the program's output, which is [" + stdout + "] and [" + stderr + "]",
                () -> whole(stdout).anyMatch(wanted) || !outReader.isAlive());
        return whole(stdout).filter(wanted).findFirst().orElseThrow(() -> new AssertionError(
                "the program ended without the line; stdout: %s%nstderr: %s".formatted(stdout, stderr)));
    }

    /** Waits until its standard output has a line with this text. */
    public String awaitLine(String part) {
        return awaitLine(line -> line.contains(part));
    }

    /** What it has said on standard error so far. */
    public String stderr() {
        return stderr.toString();
    }

    /** What it has said on standard output so far. */
    public String stdout() {
        return stdout.toString();
    }

    /** It and everything it started that is alive, orphans included. */
    public List<Family.Member> family() {
        return Family.marked(FreshJvm.MARK, mark);
    }

    /** Waits until nobody of them is left: the shell that watches over its groups ends a moment after the program. */
    public void awaitNoFamily() {
        Eventually.eventuallyAsserted(() -> assertThat(family()).as("the program's family").isEmpty());
    }

    /** Writes to its standard input. */
    public void write(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends it a signal, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
    }

    /** Kills it and whatever is left of what it started. */
    @Override
    public void close() {
        process.destroyForcibly();
        family().forEach(member -> ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** The complete lines. */
    private static Stream<String> whole(StringBuffer text) {
        String now = text.toString();
        return now.substring(0, now.lastIndexOf('\n') + 1).lines();
    }

    private static Thread reader(InputStream stream, StringBuffer into) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (int c = reader.read(); c >= 0; c = reader.read()) {
                    into.append((char) c);
                }
            } catch (IOException closed) {
                into.append("[closed: ").append(closed.getMessage()).append(']');
            }
        });
    }
}

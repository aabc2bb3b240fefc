package offspring.testing;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What processes tell a test: a file to which each of them appends whole lines.
 *
 * <p>It works whatever state the library is in, and what a killed process wrote stays.
 *
 * @param file where it is
 * @param patience how long to wait for a line: as long as in the test that has made it, in other processes too
 */
public record Notebook(String file, Duration patience) implements Serializable {

    /** One that is there, as a program knows it that was told its name. */
    public Notebook(String file) {
        this(file, Eventually.patience());
    }

    /** A new notebook in a directory of the test's own. */
    public static Notebook in(Path directory) {
        try {
            return new Notebook(Files.createTempFile(directory, "notes", ".txt").toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a notebook in " + directory, e);
        }
    }

    /** Adds a line, in one write. */
    public void say(Object line) {
        try {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            Files.write(Path.of(file), bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + file, e);
        }
    }

    /** The whole lines so far. */
    public List<String> lines() {
        try {
            String text = Files.readString(Path.of(file));
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Waits for a line that begins like this and gives what follows. Plain polling, since children
     * call it too and should not have to load a testing library.
     */
    public String await(String beginning) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0) {
            for (String line : lines()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted while waiting for \"" + beginning + "\"");
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError("no line \"" + beginning + "…\"; there are " + lines());
    }

    /** Waits for a line that begins like this and ends in a number. */
    public long awaitNumber(String beginning) {
        return Long.parseLong(await(beginning).strip());
    }
}

package offspring.testing;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What tests and tasks in other processes tell each other: marks, which are files.
 *
 * <p>A file outlives whoever made it, so that a task can leave a mark and be killed.
 *
 * @param directory where the marks are
 */
public record Gate(String directory) implements Serializable {

    /** A gate in a directory that exists. */
    public static Gate in(Path directory) {
        return new Gate(directory.toString());
    }

    /** Leaves a mark; a second time changes nothing. */
    public void mark(String name) throws IOException {
        try {
            Files.createFile(path(name));
        } catch (FileAlreadyExistsException marked) {
            assert isMarked(name);
        }
    }

    /** Leaves a mark that no other call has left, for counting. */
    public void count(String name) throws IOException {
        Files.createTempFile(Path.of(directory), name + ".", ".count");
    }

    /** How often it was counted. */
    public int counted(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith(name + ".")).count();
        }
    }

    /** Leaves a mark with this process's id in it. */
    public void markPid(String name) throws IOException {
        Path draft = Files.createTempFile(Path.of(directory), "draft", ".pid");
        Files.writeString(draft, Long.toString(ProcessHandle.current().pid()));
        Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the mark is there. */
    public boolean isMarked(String name) {
        return Files.exists(path(name));
    }

    /** In a test: waits for the mark. */
    public void awaitMark(String name) {
        Eventually.eventually("the mark " + name, () -> isMarked(name));
    }

    /** In a test: waits for marks of which each carries the id of the process that left it. */
    public long awaitPid(String name) throws IOException {
        awaitMark(name);
        return Long.parseLong(Files.readString(path(name)));
    }

    /** In a task: waits for the mark, for ever if need be; ends by an interrupt. */
    public void pass(String name) throws InterruptedException {
        while (!isMarked(name)) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the mark " + name);
            }
        }
    }

    /** All marks, sorted. */
    public List<String> marks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path path(String name) {
        return Path.of(directory, name);
    }
}

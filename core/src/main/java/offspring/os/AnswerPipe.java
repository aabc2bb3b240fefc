package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import offspring.os.Features.Feature;

/**
 * A pipe into this process that another process joins by opening a path: plain Java there, no native call.
 *
 * <p>Until the other process has opened the path, our own writing end keeps the pipe alive: then
 * {@link #closeOwnWriter()}, so that the reader meets the end of the stream when the other process ends.
 *
 * <p>Made by pipe2(2) once the linker is warm. Before that, and where it is refused, it is a FIFO that the command
 * {@code mkfifo} makes: 2 ms, which is less than linking takes. Where there is no such command, linking is waited for.
 */
public final class AnswerPipe implements Closeable {

    private static final int O_CLOEXEC = 0x80000;

    private final InputStream input;
    private final Path writePath;
    private final Closeable ownWriter;

    private AnswerPipe(InputStream input, Path writePath, Closeable ownWriter) {
        this.input = input;
        this.writePath = writePath;
        this.ownWriter = ownWriter;
    }

    /** Makes a pipe. */
    public static AnswerPipe create() throws IOException {
        if (Features.isWarm() && Features.has(Feature.PIPE)) {
            return anonymous();
        }
        try {
            return named();
        } catch (IOException noCommand) {
            if (Features.has(Feature.PIPE)) {
                return anonymous();
            }
            throw noCommand;
        }
    }

    /** The reading end. Closing it does not end a read that has begun: only the end of all writers does. */
    public InputStream input() {
        return input;
    }

    /** What the other process opens for writing, before {@link #closeOwnWriter()}. */
    public Path writePath() {
        return writePath;
    }

    /** Closes our own writing end: called when the other process has opened its own. The path is void then. */
    public void closeOwnWriter() throws IOException {
        ownWriter.close();
    }

    @Override
    public void close() throws IOException {
        try (input) {
            ownWriter.close();
        }
    }

    /** {@code int pipe2(int pipefd[2], int flags)}: the reading end, then the writing end. */
    private static AnswerPipe anonymous() throws IOException {
        MemorySegment ends = Native.scratch();
        long result = Native.call(SystemCall.PIPE2, ends.address(), O_CLOEXEC);
        if (result < 0) {
            throw new IOException("cannot make a pipe: pipe2 failed with " + Errno.name(result));
        }
        int reader = ends.get(JAVA_INT, 0);
        OwnedDescriptor writer = new OwnedDescriptor(ends.get(JAVA_INT, 4));
        try {
            InputStream input = new FileInputStream("/proc/self/fd/" + reader);
            return new AnswerPipe(input, Memfd.pathOf(writer.number()), writer);
        } catch (IOException cannotOpen) {
            writer.close();
            throw cannotOpen;
        } finally {
            Native.call(SystemCall.CLOSE, reader);
        }
    }

    /** A FIFO opened for both reading and writing blocks nobody; its name goes with our own writer. */
    private static AnswerPipe named() throws IOException {
        PrivateDirectory directory = PrivateDirectory.create(PrivateDirectory.temporary());
        try {
            Path path = directory.resolve("answers");
            if (Command.run("mkfifo", "-m", "600", path.toString()) != 0) {
                throw new IOException("cannot make a pipe: the command mkfifo failed; path=" + path);
            }
            RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw");
            return new AnswerPipe(new FileInputStream(path.toFile()), path, () -> {
                try (directory) {
                    writer.close();
                }
            });
        } catch (IOException failed) {
            try (directory) {
                throw failed;
            }
        }
    }
}

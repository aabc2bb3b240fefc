package offspring.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import offspring.process.ChildProcess;

/**
 * Times the way into a child. The child writes the time at which its code began to run into a file: nanoTime is
 * one clock for all processes of a Linux machine.
 */
final class Clock implements AutoCloseable {

    private final Path file = Files.createTempFile("offspring-bench", ".time");

    Clock() throws IOException {}

    double secondsToFirstInstruction() throws Exception {
        String place = file.toString();
        long start = System.nanoTime();
        new ChildProcess(() -> note(place, System.nanoTime())).start().join();
        return (ByteBuffer.wrap(Files.readAllBytes(file)).getLong() - start) / 1e9;
    }

    private static void note(String place, long time) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(place), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, time));
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}

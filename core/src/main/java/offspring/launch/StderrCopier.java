package offspring.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a child's stderr from its pipe, passes on whole lines, and remembers the last of them. */
final class StderrCopier implements Runnable {

    private static final int REMEMBERED_LINES = 20;

    /** A program that holds the pipe and goes on writing is not waited for longer than so many times nothing came. */
    private static final int MOST_PAUSES = 5;

    /** A line longer than this is passed on in pieces. */
    private static final int LINE_BYTES = 64 * 1024;

    private final InputStream in;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread thread;
    /** Counts the reads. */
    private volatile int progress;

    StderrCopier(InputStream in, long pid) {
        this.in = in;
        this.thread = Thread.ofPlatform().daemon().name("offspring-stderr-" + pid).start(this);
    }

    @Override
    public void run() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                progress = progress + 1;
                for (int i = 0; i < count; i++) {
                    line.write(buffer[i]);
                    if (buffer[i] == '\n' || line.size() == LINE_BYTES) {
                        take(line);
                    }
                }
            }
        } catch (IOException closed) {
            // Closed by awaitEnd: what has come until then is all we wait for.
            take(line);
            return;
        }
        take(line);
    }

    private void take(ByteArrayOutputStream line) {
        if (line.size() == 0) {
            return;
        }
        byte[] bytes = line.toByteArray();
        line.reset();
        StderrLines.write(bytes);
        String text = new String(bytes, Charset.defaultCharset()).stripTrailing();
        synchronized (tail) {
            if (tail.size() == REMEMBERED_LINES) {
                tail.removeFirst();
            }
            tail.addLast(text);
        }
    }

    List<String> tail() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    /**
     * Waits until everything is read, now that the child has ended.
     *
     * @param millis how long without anything new, since a program that left the child's process group may still hold the pipe
     */
    void awaitEnd(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_PAUSES * millis);
        int before;
        do {
            before = progress;
            thread.join(millis);
        } while (thread.isAlive() && progress != before && System.nanoTime() - end < 0);
    }
}

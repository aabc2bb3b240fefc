package offspring.launch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines of all children on their way to this JVM's stderr, written by one thread.
 *
 * <p>Children never wait for a reader of our stderr that is slow or stuck: beyond a limit, lines are
 * dropped and counted.
 */
final class StderrLines {

    private static final int LIMIT_BYTES = 4 << 20;
    private static final Deque<byte[]> WAITING = new ArrayDeque<>();
    private static int waitingBytes;
    private static long dropped;
    private static boolean writing;
    private static Thread writer;

    private StderrLines() {}

    static void write(byte[] line) {
        synchronized (WAITING) {
            if (waitingBytes + line.length > LIMIT_BYTES) {
                dropped++;
                return;
            }
            WAITING.addLast(line);
            waitingBytes += line.length;
            if (writer == null) {
                writer = Thread.ofPlatform().daemon().name("offspring-stderr").start(StderrLines::serve);
            }
            WAITING.notifyAll();
        }
    }

    /** Waits until what was passed on so far is written. */
    static void flush(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        synchronized (WAITING) {
            for (long left = millis; left > 0 && (writing || !WAITING.isEmpty()); ) {
                WAITING.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private static void serve() {
        while (true) {
            byte[] next = next();
            System.err.write(next, 0, next.length);
            System.err.flush();
        }
    }

    private static byte[] next() {
        synchronized (WAITING) {
            writing = false;
            WAITING.notifyAll();
            while (WAITING.isEmpty()) {
                try {
                    WAITING.wait();
                } catch (InterruptedException nobodysBusiness) {
                    Thread.interrupted();
                }
            }
            writing = true;
            if (dropped > 0) {
                byte[] notice = ("[" + dropped + " lines of children dropped: nobody reads this stderr]\n").getBytes();
                dropped = 0;
                return notice;
            }
            byte[] line = WAITING.removeFirst();
            waitingBytes -= line.length;
            return line;
        }
    }
}

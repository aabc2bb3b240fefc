package offspring.child;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import offspring.channel.KeeperPlace;
import offspring.launch.Self;
import offspring.launch.Uncaught;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameReader;
import offspring.link.FrameWriter;
import offspring.os.ProcStat;
import offspring.os.Signals;
import offspring.wire.ClassSource;

/**
 * Reads what the parent says once the job is known; its silence for good means that the parent is
 * gone, and this process goes too, with what it has started.
 */
final class ControlReader implements Runnable, ClassSource, Callable<Path>, KeeperPlace.Parent {

    private static final int NUMBER_BYTES = 4;
    private static final long PATIENCE_MILLIS = 20;

    private final FrameReader control;
    private final FrameWriter answers;
    private final Thread mainThread;

    /** Questions without an answer so far. Guarded by itself, like request number, end and thread. */
    private final Map<Integer, CompletableFuture<byte[]>> asked = new HashMap<>();

    private final CompletableFuture<Path> familyHeap = new CompletableFuture<>();
    private int lastRequest;
    private boolean finishing;
    private Thread thread;

    ControlReader(FrameReader control, FrameWriter answers, Thread mainThread) {
        this.control = control;
        this.answers = answers;
        this.mainThread = mainThread;
    }

    void start() {
        synchronized (asked) {
            thread = new Thread(this, "offspring-control");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            do {
                Frame frame = control.read();
                if (frame == null) {
                    endWithParent();
                    break;
                }
                handle(frame);
            } while (!mayFinish());
        } catch (IOException unreadable) {
            Uncaught.report(Self.name(), unreadable);
        } finally {
            if (!mayFinish()) {
                // Whatever went wrong: without a parent this process must not go on.
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private boolean mayFinish() {
        synchronized (asked) {
            boolean may = finishing && asked.isEmpty();
            if (may) {
                thread = null;
            }
            return may;
        }
    }

    /**
     * Ends this thread, now that the JVM shuts down: a JVM that exits waits 300 ms for threads that are in a system
     * call. Nothing but bytes wakes a thread that reads from a pipe, so we send ourselves a frame, through a writing
     * end of our own, which Linux gives to who opens a pipe by its path. Elsewhere the exit takes its time.
     */
    void finish() {
        Thread ending;
        synchronized (asked) {
            finishing = true;
            ending = thread;
        }
        if (ending != null && nudge()) {
            try {
                ending.join(PATIENCE_MILLIS);
            } catch (InterruptedException stopWaiting) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean nudge() {
        try (FrameWriter toOurselves = new FrameWriter(new FileOutputStream(ChildMain.controlPath()))) {
            return toOurselves.tryWrite(Frame.of(FrameKind.NOTE));
        } catch (IOException notOnThisSystem) {
            return false;
        }
    }

    private void handle(Frame frame) {
        if (frame.kind() == FrameKind.INTERRUPT) {
            mainThread.interrupt();
        } else if (frame.kind() == FrameKind.FAMILY_HEAP) {
            familyHeap.complete(Path.of(new String(frame.body(), StandardCharsets.UTF_8)));
        } else if (frame.kind() == FrameKind.ANSWER) {
            byte[] body = frame.body();
            CompletableFuture<byte[]> answer;
            synchronized (asked) {
                answer = asked.remove(number(body));
            }
            if (answer != null) {
                answer.complete(Arrays.copyOfRange(body, NUMBER_BYTES, body.length));
            }
        }
    }

    /** Where the family's shared memory is, once the parent has told. */
    @Override
    public Path call() {
        return familyHeap.join();
    }

    /** What the user's code has started in our process group ends with us. */
    private static void endWithParent() {
        ProcStat self = ProcStat.self();
        if (self.group() == self.pid()) {
            Signals.sendToGroup(self.pid(), Signals.SIGKILL);
        }
    }

    /** Waits without minding interrupts: the main thread may be interrupted while it still reads its job. */
    private byte[] ask(FrameKind kind, byte[] request) throws IOException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        int number;
        synchronized (asked) {
            number = ++lastRequest;
            asked.put(number, answer);
            if (thread == null) {
                // A shutdown hook that needs a class after all.
                start();
            }
        }
        byte[] body = new byte[NUMBER_BYTES + request.length];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            body[i] = (byte) (number >> 8 * i);
        }
        System.arraycopy(request, 0, body, NUMBER_BYTES, request.length);
        answers.write(new Frame(kind, body));
        return answer.join();
    }

    @Override
    public byte[] ask(byte[] request) throws IOException {
        return ask(FrameKind.CLASS_REQUEST, request);
    }

    /** Which levels are set in the parent's logging. */
    byte[] levels() throws IOException {
        return ask(FrameKind.LEVELS_REQUEST, new byte[0]);
    }

    /** Where sockets are kept that travel. */
    @Override
    public byte[] keeper() throws IOException {
        return ask(FrameKind.KEEPER_REQUEST, new byte[0]);
    }

    /** Hands a record to the parent's logging. */
    void log(byte[] record) throws IOException {
        answers.write(new Frame(FrameKind.LOG, record));
    }

    private static int number(byte[] body) {
        int number = 0;
        for (int i = 0; i < NUMBER_BYTES; i++) {
            number |= (body[i] & 0xff) << 8 * i;
        }
        return number;
    }
}

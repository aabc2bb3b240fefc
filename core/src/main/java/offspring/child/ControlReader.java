package offspring.child;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
final class ControlReader extends Thread implements ClassSource {

    private static final int NUMBER_BYTES = 4;

    private final FrameReader control;
    private final FrameWriter answers;
    private final Thread mainThread;
    private final AtomicInteger lastRequest = new AtomicInteger();
    private final Map<Integer, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();

    ControlReader(FrameReader control, FrameWriter answers, Thread mainThread) {
        super("offspring-control");
        setDaemon(true);
        this.control = control;
        this.answers = answers;
        this.mainThread = mainThread;
    }

    @Override
    public void run() {
        try {
            for (Frame frame = control.read(); frame != null; frame = control.read()) {
                handle(frame);
            }
            endWithParent();
        } catch (IOException unreadable) {
            Uncaught.report(Self.name(), unreadable);
        } finally {
            // Whatever went wrong: without a parent this process must not go on.
            Runtime.getRuntime().halt(1);
        }
    }

    private void handle(Frame frame) {
        if (frame.kind() == FrameKind.INTERRUPT) {
            mainThread.interrupt();
        } else if (frame.kind() == FrameKind.CLASS_BYTES) {
            byte[] body = frame.body();
            CompletableFuture<byte[]> answer = asked.remove(number(body));
            if (answer != null) {
                answer.complete(Arrays.copyOfRange(body, NUMBER_BYTES, body.length));
            }
        }
    }

    /** What the user's code has started in our process group ends with us. */
    private static void endWithParent() {
        ProcStat self = ProcStat.self();
        if (self.group() == self.pid()) {
            Signals.sendToGroup(self.pid(), Signals.SIGKILL);
        }
    }

    /** Waits without minding interrupts: the main thread may be interrupted while it still reads its job. */
    @Override
    public byte[] ask(byte[] request) throws IOException {
        int number = lastRequest.incrementAndGet();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        asked.put(number, answer);
        byte[] body = new byte[NUMBER_BYTES + request.length];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            body[i] = (byte) (number >> 8 * i);
        }
        System.arraycopy(request, 0, body, NUMBER_BYTES, request.length);
        answers.write(new Frame(FrameKind.CLASS_REQUEST, body));
        return answer.join();
    }

    private static int number(byte[] body) {
        int number = 0;
        for (int i = 0; i < NUMBER_BYTES; i++) {
            number |= (body[i] & 0xff) << 8 * i;
        }
        return number;
    }
}

package offspring.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import offspring.channel.Keepers;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameReader;
import offspring.link.Goodbye;
import offspring.wire.ProgramClasses;

/** Reads what one child says, on a thread of its own, and answers its requests for classes. */
final class AnswerReader implements Runnable {

    private static final System.Logger LOG = System.getLogger("offspring.launch");

    private static final int NUMBER_BYTES = 4;

    private final JvmProcess process;
    private final FrameReader in;
    private final CompletableFuture<Void> hello = new CompletableFuture<>();
    private final CompletableFuture<Void> jobRead = new CompletableFuture<>();
    private volatile Goodbye goodbye;
    private volatile boolean handling;

    /** Written by the reading thread alone. */
    private volatile int progress;
    private Thread thread;

    AnswerReader(JvmProcess process, InputStream in) {
        this.process = process;
        this.in = new FrameReader(in);
    }

    void start(String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(this);
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    @Override
    public void run() {
        try {
            for (Frame frame = in.read(); frame != null; frame = in.read()) {
                handling = true;
                progress = progress + 1;
                handle(frame);
                handling = false;
            }
        } catch (IOException unreadable) {
            // Closed after the process has ended; anything else is a link we do not understand.
            note(unreadable);
        }
        process.answersEnded();
    }

    private void handle(Frame frame) throws IOException {
        switch (frame.kind()) {
            case HELLO -> {
                process.booted();
                hello.complete(null);
            }
            case JOB_READ -> jobRead.complete(null);
            case CLASS_REQUEST -> answer(frame.body(), ProgramClasses.answer(question(frame.body())));
            case KEEPER_REQUEST -> answer(frame.body(), Keepers.answer());
            case LEVELS_REQUEST -> answer(frame.body(), LogTraffic.levels());
            case GOODBYE -> goodbye = Goodbye.of(frame);
            case LOG -> log(frame.body());
            case NOTE -> LOG.log(System.Logger.Level.DEBUG, "child {0}: {1}", process.pid(), new String(frame.body()));
            default -> throw new IOException("cannot read from the link: a child does not say " + frame.kind());
        }
    }

    private static byte[] question(byte[] numbered) {
        return Arrays.copyOfRange(numbered, NUMBER_BYTES, numbered.length);
    }

    private void answer(byte[] numbered, byte[] bytes) {
        byte[] body = Arrays.copyOf(Arrays.copyOf(numbered, NUMBER_BYTES), NUMBER_BYTES + bytes.length);
        System.arraycopy(bytes, 0, body, NUMBER_BYTES, bytes.length);
        process.send(new Frame(FrameKind.ANSWER, body));
    }

    /** To the handlers of the program, whose mistakes are not to cost us the link. */
    private void log(byte[] record) {
        try {
            LogTraffic.deliver(record);
        } catch (IOException | RuntimeException | LinkageError ofTheHandler) {
            note(ofTheHandler);
        }
    }

    /** How many frames have come. */
    int progress() {
        return progress;
    }

    /** Whether one of them is being dealt with; a log handler that has called {@code System.exit} never comes back. */
    boolean isHandling() {
        return handling && thread.isAlive() && !ExitCall.isIn(thread);
    }

    /** Remembers something that changes nothing. */
    void note(Throwable remark) {
        LOG.log(System.Logger.Level.TRACE, "link", remark);
    }

    /** Done once the child has booted. */
    CompletableFuture<Void> hello() {
        return hello;
    }

    /** Done once the child has read its job, and has what it refers to; if it was to tell. */
    CompletableFuture<Void> jobRead() {
        return jobRead;
    }

    /** The child's last word, null if there was none. */
    Goodbye goodbye() {
        return goodbye;
    }
}

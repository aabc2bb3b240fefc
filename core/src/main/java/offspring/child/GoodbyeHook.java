package offspring.child;

import offspring.launch.ShutdownCause;
import offspring.link.FrameWriter;
import offspring.link.Goodbye;

/** The link's part in the shutdown of this JVM: tells the parent whether a signal began it. */
final class GoodbyeHook extends Thread {

    private final FrameWriter answers;

    private final ControlReader reader;

    private volatile boolean codeEnded;

    GoodbyeHook(FrameWriter answers, ControlReader reader) {
        super("offspring-goodbye");
        this.answers = answers;
        this.reader = reader;
    }

    /** The code has come to its end; what begins the shutdown now is that. */
    void codeEnded() {
        codeEnded = true;
    }

    @Override
    public void run() {
        // A parent that is gone need not know how it was.
        answers.tryWrite(new Goodbye(ShutdownCause.signal(), codeEnded).toFrame());
        reader.finish();
    }
}

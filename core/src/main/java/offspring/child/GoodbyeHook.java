package offspring.child;

import offspring.launch.ShutdownCause;
import offspring.link.FrameWriter;
import offspring.link.Goodbye;
import offspring.region.LastWords;

/** The link's part in the shutdown of this JVM: tells the parent whether a signal began it. */
final class GoodbyeHook extends Thread {

    private final FrameWriter answers;

    private final ControlReader reader;

    private volatile boolean codeEnded;

    private volatile boolean crashed;

    GoodbyeHook(FrameWriter answers, ControlReader reader) {
        super("offspring-goodbye");
        this.answers = answers;
        this.reader = reader;
    }

    /** The code has come to its end; what begins the shutdown now is that. */
    void codeEnded() {
        codeEnded = true;
    }

    /** The code has ended by an exception. */
    void codeCrashed() {
        crashed = true;
    }

    @Override
    public void run() {
        int signal = ShutdownCause.signal();
        if (signal == 0 && !crashed) {
            LastWords.say();
        }
        // A parent that is gone need not know how it was.
        answers.tryWrite(new Goodbye(signal, codeEnded).toFrame());
        reader.finish();
    }
}

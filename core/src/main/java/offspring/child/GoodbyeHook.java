package offspring.child;

import offspring.launch.ShutdownCause;
import offspring.link.FrameWriter;
import offspring.link.Goodbye;

/** Tells the parent, while this JVM shuts down, whether a signal began that. */
final class GoodbyeHook extends Thread {

    private final FrameWriter answers;

    GoodbyeHook(FrameWriter answers) {
        super("offspring-goodbye");
        this.answers = answers;
    }

    @Override
    public void run() {
        // A parent that is gone need not know how it was.
        answers.tryWrite(new Goodbye(ShutdownCause.signal()).toFrame());
    }
}

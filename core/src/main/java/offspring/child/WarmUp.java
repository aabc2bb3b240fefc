package offspring.child;

import java.nio.charset.StandardCharsets;
import offspring.Action;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameWriter;
import offspring.link.Setup;
import offspring.os.Features;
import offspring.wire.Payload;

/** What a JVM does while it waits for its job, so that the job finds it warm. */
final class WarmUp {

    private WarmUp() {}

    static void run(Setup setup, FrameWriter answers) {
        Features.warmUp();
        try {
            ((Action) Payload.decode(Payload.encode((Action) () -> {}))).execute();
            for (String name : setup.preload()) {
                Class.forName(name);
            }
        } catch (Exception | LinkageError neverMind) {
            // Only a preparation: whoever needs the class is told what is wrong with it.
            answers.tryWrite(new Frame(FrameKind.NOTE, neverMind.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}

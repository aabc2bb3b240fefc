package offspring.child;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import offspring.Action;
import offspring.launch.DefaultMode;
import offspring.launch.ProgramEnd;
import offspring.launch.Self;
import offspring.launch.ShutdownCause;
import offspring.link.Ancestor;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameWriter;
import offspring.link.Goodbye;
import offspring.link.Job;
import offspring.link.Setup;
import offspring.os.Features;
import offspring.region.HeapPath;
import offspring.wire.Payload;

/** What a JVM does while it waits for its job, so that the job finds it warm: the same once, with a job of ours. */
final class WarmUp {

    private static final List<Class<?>> USED_AT_THE_START_OR_END = List.of(
            ControlReader.class, GoodbyeHook.class, DefaultMode.class, HeapPath.class, ProgramEnd.class,
            Goodbye.class);

    private static final String PRACTICE = "offspring.worker.Practice";

    private WarmUp() {}

    /** An action with a field, as users' actions have arguments. */
    private record Rehearsal(String text, Serializable inner) implements Action {
        @Override
        public void execute() throws Exception {
            ((Action) inner).execute();
        }
    }

    static void run(Setup setup, FrameWriter answers) {
        try {
            rehearse();
            for (String name : setup.preload()) {
                Class.forName(name);
            }
            for (String name : setup.load()) {
                Class.forName(name, false, ClassLoader.getSystemClassLoader());
            }
        } catch (Exception | LinkageError neverMind) {
            // Only a preparation: whoever needs the class is told what is wrong with it.
            answers.tryWrite(new Frame(FrameKind.NOTE, neverMind.toString().getBytes(StandardCharsets.UTF_8)));
        }
        Features.warmUp();
    }

    private static void rehearse() throws Exception {
        String text = Self.name() + ShutdownCause.signal();
        int number = text.length();
        Action action = () -> text.repeat(number);
        Action capturesNothing = () -> {};
        byte[] body = Payload.encode(new Rehearsal(text, action));
        List<Ancestor> ancestors = List.of(Self.asAncestor());
        Job job = new Job(text, "", false, false, "", "", ancestors, new byte[0], false, body);
        ((Action) Payload.decode(Job.of(job.toFrame()).body())).execute();
        ((Action) Payload.decode(Payload.encode(action))).execute();
        ((Action) Payload.decode(Payload.encode(capturesNothing))).execute();
        for (Class<?> type : USED_AT_THE_START_OR_END) {
            Class.forName(type.getName());
        }
        // By name: workers know more than a child's start.
        ((Action) Class.forName(PRACTICE).getDeclaredConstructor().newInstance()).execute();
    }
}

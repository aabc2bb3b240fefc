package offspring.child;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import offspring.Action;
import offspring.channel.KeeperPlace;
import offspring.launch.DefaultMode;
import offspring.launch.ProgramEnd;
import offspring.launch.Self;
import offspring.launch.Uncaught;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameReader;
import offspring.link.FrameWriter;
import offspring.link.Job;
import offspring.link.Setup;
import offspring.region.HeapPath;
import offspring.wire.InheritedFilter;
import offspring.wire.Payload;
import offspring.wire.ProgramClasses;

/**
 * The main class of every child JVM: says hello, waits for its job, runs it, ends.
 *
 * <p>All of this stands between a user's {@code start()} and their first instruction. Hence no lambda
 * and no native call here, and a thread or a class only where something cannot do without.
 */
public final class ChildMain {

    /** Where the launching shell has put the control pipe. */
    private static final int CONTROL_DESCRIPTOR = 3;

    private static final String LOGGING_PROPERTY = "java.util.logging.config.class";
    private static final String LOGGING_CLASS = "offspring.child.LogConfiguration";

    /** How logging finds its way up; null before there is a job. */
    private static volatile ControlReader link;

    /** Whether java.util.logging was configured before there was a job, by a class that was preloaded. */
    private static volatile boolean logsEarly;

    private final FrameReader control;
    private final FrameWriter answers;

    private ChildMain(FrameReader control, FrameWriter answers) {
        this.control = control;
        this.answers = answers;
    }

    public static void main(String[] arguments) {
        try {
            boot();
        } catch (Throwable cannotEvenBegin) {
            Uncaught.report("that has no job yet", cannotEvenBegin);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void boot() throws Exception {
        if (System.getProperty(LOGGING_PROPERTY) == null) {
            // Costs nothing until something logs: the name of a class, which is not loaded for it.
            System.setProperty(LOGGING_PROPERTY, LOGGING_CLASS);
        }
        FrameReader control = new FrameReader(new FileInputStream(controlPath()));
        Setup setup = Setup.of(next(control, FrameKind.SETUP));
        FrameWriter answers = sayHello(setup, control);
        if (setup.spare()) {
            WarmUp.run(setup, answers);
        }
        Job job = Job.of(next(control, FrameKind.JOB));
        new ChildMain(control, answers).run(job);
    }

    /** Opens the way back. A parent that ends while we boot has taken it along: nobody wants to hear of that. */
    private static FrameWriter sayHello(Setup setup, FrameReader control) throws IOException {
        try {
            FrameWriter answers = new FrameWriter(new FileOutputStream(setup.answerPath()));
            answers.write(Frame.of(FrameKind.HELLO));
            return answers;
        } catch (IOException failed) {
            next(control, FrameKind.JOB);
            throw failed;
        }
    }

    static String controlPath() {
        String path = "/proc/self/fd/" + CONTROL_DESCRIPTOR;
        return new File(path).exists() ? path : "/dev/fd/" + CONTROL_DESCRIPTOR;
    }

    /** The next frame; if the parent is gone, so are we. */
    private static Frame next(FrameReader control, FrameKind expected) throws IOException {
        Frame frame = control.read();
        if (frame == null) {
            Runtime.getRuntime().halt(0);
            throw new IllegalStateException("still here");
        }
        if (frame.kind() != expected) {
            throw new IOException("cannot read from the link: a parent does not say " + frame.kind() + " now");
        }
        return frame;
    }

    private void run(Job job) {
        ControlReader reader = new ControlReader(control, answers, Thread.currentThread());
        reader.start();
        ProgramClasses.pullFrom(reader);
        Self.become(job.name(), job.identity(), job.daemon(), job.mayHaveChildren(), job.ancestors());
        if (job.familyHeap().isEmpty()) {
            HeapPath.inherit(reader);
        } else {
            HeapPath.inherit(Path.of(job.familyHeap()));
        }
        KeeperPlace.inherit(reader);
        DefaultMode.inherit(job.startMethod());
        GoodbyeHook goodbye = new GoodbyeHook(answers, reader);
        if (!register(goodbye)) {
            return;
        }
        link = reader;
        if (logsEarly) {
            LogConfiguration.catchUp(reader);
        }
        int code = runCode(job);
        ProgramEnd.ownCodeEnds();
        if (code != 0) {
            goodbye.codeCrashed();
            System.exit(code);
        }
        goodbye.codeEnded();
        // The JVM ends because main returns: exit would first load the loggers to which it reports itself.
    }

    /** False if the JVM is ending already, by a signal that came before the job. */
    private static boolean register(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private int runCode(Job job) {
        try {
            InheritedFilter.adopt(job.inputFilter());
            Action body = (Action) Payload.decode(job.body());
            if (job.tellWhenRead()) {
                answers.tryWrite(Frame.of(FrameKind.JOB_READ));
            }
            Thread.currentThread().setContextClassLoader(ProgramClasses.contextFor(body));
            body.execute();
            return 0;
        } catch (Throwable ofTheUser) {
            reportUncaught(job.name(), ofTheUser);
            return 1;
        } finally {
            flush(System.out);
        }
    }

    /** The user's code may have closed it or taken it away. */
    private static void flush(PrintStream stream) {
        if (stream != null) {
            stream.flush();
        }
    }

    /** What the logging of this JVM talks to. */
    static ControlReader link() {
        return link;
    }

    /** To be called when logging is configured. */
    static void loggingBegins() {
        logsEarly = true;
    }

    /** As the JDK would: to the handler that the user's code has set, else to stderr. */
    private static void reportUncaught(String name, Throwable failure) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler == null) {
            Uncaught.report(name, failure);
        } else {
            handler.uncaughtException(Thread.currentThread(), failure);
        }
    }
}

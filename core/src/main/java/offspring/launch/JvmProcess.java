package offspring.launch;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import offspring.ExitStatus;
import offspring.ProcessStartException;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameWriter;
import offspring.link.Setup;
import offspring.os.AnswerPipe;
import offspring.os.Features;
import offspring.os.Pidfd;
import offspring.os.Signals;

/**
 * One JVM that we started, with both pipes of its link, whether it has a job or still waits for one.
 *
 * <p>Its end is noticed by the thread that reads its answers: their end, or failing that the
 * system's word that the process is gone, followed by what {@link ExitJudge} makes of it.
 */
final class JvmProcess {

    /** How long to wait, after the end, for pipes that a program outside the child's process group may hold. */
    private static final long HELD_PIPE_MILLIS = 1_000;

    /** Frames up to this length fit into an empty pipe, so that writing them does not wait for the child. */
    private static final int PIPE_BYTES = 32 * 1024;

    private final CommandLine line;
    private final Process process;
    private final FrameWriter control;
    private final AnswerPipe answers;
    private final AnswerReader reader;
    private final StderrCopier stderr;
    private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
    private Pidfd pidfd;
    private volatile boolean killed;
    private volatile boolean terminated;
    /** By us; what it said meanwhile came too late. */
    private volatile boolean killedAtBoot;

    /** How it ended, once that is known. */
    private ExitStatus found;


    private JvmProcess(CommandLine line, Process process, AnswerPipe answers) {
        this.line = line;
        this.process = process;
        this.answers = answers;
        this.control = new FrameWriter(process.getOutputStream());
        this.stderr = line.captureStderr() ? new StderrCopier(process.getErrorStream(), process.pid()) : null;
        this.reader = new AnswerReader(this, answers.input());
    }

    /** Starts a JVM; it boots while we go on. */
    static JvmProcess boot(CommandLine line) {
        Process process;
        try {
            process = LauncherThread.start(line.toBuilder());
        } catch (IOException words) {
            throw new ProcessStartException("cannot start a process: " + words.getMessage(), words);
        }
        Features.warmUp();
        AnswerPipe answers;
        try {
            answers = AnswerPipe.create();
        } catch (IOException words) {
            process.toHandle().destroyForcibly();
            throw new ProcessStartException("cannot start a process: no pipe; " + words.getMessage(), words);
        }
        JvmProcess booting = new JvmProcess(line, process, answers);
        booting.watch();
        return booting;
    }

    private void watch() {
        GroupWatcher.add(process.pid());
        if (!Features.isWarm()) {
            WithoutPidfd.ALL.add(this);
        }
        openPidfd();
        reader.start("offspring-link-" + process.pid());
        process.onExit().thenRun(this::processEnded);
    }

    /** Those that were started before native calls were to be had get theirs as soon as they are. */
    private static final class WithoutPidfd {
        static final Set<JvmProcess> ALL = ConcurrentHashMap.newKeySet();

        static {
            Features.whenWarm(() -> ALL.forEach(JvmProcess::openPidfd));
        }
    }

    private synchronized void openPidfd() {
        if (pidfd == null && found == null && Features.isWarm() && process.isAlive()) {
            pidfd = Pidfd.open(process.pid()).orElse(null);
        }
    }

    Setup setup(boolean spare) {
        List<String> load = spare ? Preload.recentlyUsed() : List.of();
        return new Setup(answers.writePath().toString(), Self.pid(), spare, line.preload(), load);
    }

    /** Sends frames, together and in this order; a child that is gone does not read them, which its end will tell. */
    void send(Frame... frames) {
        long bytes = 0;
        for (Frame frame : frames) {
            bytes += frame.body().length;
        }
        if (bytes <= PIPE_BYTES) {
            sendNow(frames);
        } else {
            Thread.ofPlatform().daemon().name("offspring-send-" + pid()).start(() -> sendNow(frames));
        }
    }

    private void sendNow(Frame... frames) {
        if (!control.tryWrite(frames)) {
            // Nobody reads any more. Its end is noticed elsewhere and says why.
            closeQuietly();
        }
    }

    /** HELLO: it has booted. */
    void booted() {
        closeOwnWriter();
        openPidfd();
        BootRecord.add(line);
    }

    private void closeOwnWriter() {
        try {
            answers.closeOwnWriter();
        } catch (IOException broken) {
            reader.note(broken);
        }
    }

    /** The answers have come to their end, so that the process has ended, is ending, or talks to nobody. */
    void answersEnded() {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        finish();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The system says that it is gone; usually the answers' end says so first. */
    private void processEnded() {
        closeOwnWriter();
        try {
            int before;
            do {
                // What the child said before it ended is heard before its end is told, however slow a log handler is.
                before = reader.progress();
                reader.join(HELD_PIPE_MILLIS);
            } while (reader.isHandling() || reader.progress() != before);
        } catch (InterruptedException stopWaiting) {
            Thread.currentThread().interrupt();
        }
        finish();
    }

    private void finish() {
        ExitStatus status = tidyUp();
        // Not under the lock: what waits for the end runs here, and takes locks of its own.
        ended.complete(status);
    }

    private synchronized ExitStatus tidyUp() {
        if (found != null) {
            return found;
        }
        endGroup();
        awaitStderr();
        ExitStatus judged =
                ExitJudge.judge(process.exitValue(), waitStatus(), reader.goodbye(), killed || terminated);
        boolean saidGoodbye = reader.goodbye() != null;
        ExitStatus status = saidGoodbye ? judged : ExitJudge.withoutGoodbye(judged, terminated, hasBooted() && !killedAtBoot);
        closeQuietly();
        if (pidfd != null) {
            pidfd.close();
        }
        WithoutPidfd.ALL.remove(this);
        found = status;
        return status;
    }

    /** What it started and left in its process group ends with it. */
    private void endGroup() {
        if (Prefix.givesOwnGroup()) {
            Signals.sendToGroup(process.pid(), Signals.SIGKILL);
            GroupWatcher.remove(process.pid());
        }
    }

    private void awaitStderr() {
        if (stderr != null) {
            try {
                stderr.awaitEnd(HELD_PIPE_MILLIS);
            } catch (InterruptedException stopWaiting) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized OptionalInt waitStatus() {
        return pidfd == null ? OptionalInt.empty() : pidfd.waitStatus();
    }

    private synchronized void closeQuietly() {
        try {
            control.close();
            answers.close();
        } catch (IOException broken) {
            // A pipe whose reader is gone may say so once more when it is closed; it is closed all the same.
            reader.note(broken);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return !ended.isDone();
    }

    boolean hasBooted() {
        return reader.hello().isDone();
    }

    CommandLine line() {
        return line;
    }

    AnswerReader reader() {
        return reader;
    }

    CompletableFuture<ExitStatus> ended() {
        return ended;
    }

    List<String> stderrTail() {
        return stderr == null ? List.of() : stderr.tail();
    }

    void interrupt() {
        send(Frame.of(FrameKind.INTERRUPT));
    }

    void terminate() {
        terminated = true;
        if (!hasBooted()) {
            // No code of the user's could act on the signal, and a JVM that meets it half booted complains on stderr.
            killedAtBoot = true;
            process.toHandle().destroyForcibly();
            return;
        }
        // Not Process.destroy, which closes the pipes as well: that would mean our death to the child.
        process.toHandle().destroy();
    }

    /** Lets a stopped one go on, so that it can do as it was told. */
    void goOn() {
        if (isAlive()) {
            Signals.send(pid(), Signals.SIGCONT);
        }
    }

    void kill() {
        if (isAlive()) {
            killed = true;
            process.toHandle().destroyForcibly();
        }
    }

    /** Ends one that has no job: at the end of its control pipe it is gone, which it would notice at the end of its boot. */
    void dismiss() {
        if (!hasBooted()) {
            process.toHandle().destroyForcibly();
        }
        try {
            control.close();
        } catch (IOException gone) {
            reader.note(gone);
        }
    }
}

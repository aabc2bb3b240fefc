package offspring.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/** Prints the stacks of this JVM and of the JVMs below it, until it is told to stop. */
final class StackPrinter {

    /** Each takes a jcmd, which is a JVM itself: of a large family the first will do. */
    private static final int MOST_JVMS = 8;

    private static final ScheduledExecutorService JCMD_WATCH =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("jcmd watch").factory());

    private final PrintStream out;
    private final Object printing = new Object();

    // Both guarded by this.
    private boolean stopped;
    private Process jcmd;

    StackPrinter(PrintStream out) {
        this.out = out;
    }

    /** This JVM's stacks, and those of everything below it that is one. */
    void print(String title) {
        synchronized (printing) {
            out.printf("==== %s ====%n", title);
            out.println(ownStacks());
            int printed = 0;
            for (Family.Member member : Family.ofThisJvm()) {
                if (isStopped()) {
                    return;
                }
                out.printf("==== %s%n", member);
                if (isAwakeJvm(member) && printed < MOST_JVMS) {
                    printStacks(member.pid());
                    printed++;
                }
            }
        }
    }

    /** Ends the printing. When this returns no jcmd of it is running, and none will be. */
    void stop() {
        synchronized (this) {
            stopped = true;
            if (jcmd != null) {
                jcmd.destroyForcibly().onExit().join();
            }
        }
        synchronized (printing) { // its pipe is closed, too
            out.flush();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** The others may have taken their time: it may have ended meanwhile. */
    private static boolean isAwakeJvm(Family.Member member) {
        return member.state() != 'T' && member.command().contains("java") && Family.isAlive(member.pid());
    }

    /** Not by jcmd, whose listener would stay open in this JVM. */
    private static String ownStacks() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            Object[] arguments = {new String[] {"-l"}};
            String[] types = {String[].class.getName()};
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "threadPrint", arguments, types);
        } catch (JMException impossible) {
            return "no stacks of this JVM: " + impossible;
        }
    }

    private void printStacks(long pid) {
        try {
            Process process = started(pid);
            if (process == null) {
                return;
            }
            JCMD_WATCH.schedule(process::destroyForcibly, 20, TimeUnit.SECONDS);
            try (InputStream stacks = process.getInputStream()) {
                stacks.transferTo(out);
            }
        } catch (IOException impossible) {
            if (!isStopped()) {
                out.println("no stacks of " + pid + ": " + impossible);
            }
        }
    }

    /** A jcmd that {@link #stop} knows of; null if that has been called. */
    private synchronized Process started(long pid) throws IOException {
        if (stopped) {
            return null;
        }
        List<String> command =
                List.of(FreshJvm.javaTool("jcmd").toString(), Long.toString(pid), "Thread.print", "-l");
        jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        jcmd.getOutputStream().close();
        return jcmd;
    }
}

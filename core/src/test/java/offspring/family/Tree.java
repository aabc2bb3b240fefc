package offspring.family;

import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Bodies;
import offspring.testing.Notebook;

/**
 * A program with two children and two grandchildren, each of which does the same; one of them runs
 * programs of other kinds.
 */
public final class Tree {

    /** What the grandchildren do when the test strikes. */
    public enum Doing { RUNNING, BLOCKED, PRINTING, BOOTING, STANDBY, WITH_PROGRAMS }

    private Tree() {}

    /** Arguments: a notebook's file, what to do, how to start. */
    public static void main(String[] args) throws Exception {
        Notebook notes = new Notebook(args[0]);
        Doing doing = Doing.valueOf(args[1]);
        StartMethod method = StartMethod.valueOf(args[2]);
        notes.say("first " + ProcessHandle.current().pid());
        for (int i = 0; i < 2; i++) {
            ChildProcess.builder().startMethod(method).start(() -> middle(notes, doing, method));
        }
        Bodies.block();
    }

    private static void middle(Notebook notes, Doing doing, StartMethod method) throws Exception {
        notes.say("middle " + ProcessHandle.current().pid());
        if (doing == Doing.STANDBY) {
            // Its own spare is behind it: the first child has ended, the next one is booted ahead of need.
            ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {}).join();
            notes.say("leaf 0");
        } else if (doing == Doing.BOOTING) {
            Thread.ofPlatform().daemon().start(() -> startSlowly(notes));
        } else {
            ChildProcess.builder().startMethod(method).start(() -> leaf(notes, doing));
        }
        Bodies.block();
    }

    /** A JVM that is still on its way when the test strikes: its system class loader takes for ever. */
    private static void startSlowly(Notebook notes) {
        ChildProcess.builder()
                .startMethod(StartMethod.SPAWN)
                .jvmOptions("-Djava.system.class.loader=" + SlowBoot.class.getName(), "-Dnotes=" + notes.file())
                .start(() -> notes.say("booted"));
    }

    private static void leaf(Notebook notes, Doing doing) throws Exception {
        String ready = "leaf " + ProcessHandle.current().pid();
        switch (doing) {
            case RUNNING -> {
                notes.say(ready);
                long n = 0;
                while (ready != null) {
                    n++;
                }
                notes.say(n);
            }
            case PRINTING -> {
                notes.say(ready);
                while (ready != null) {
                    System.out.println("x".repeat(1000));
                }
            }
            case WITH_PROGRAMS -> {
                Process sleep = new ProcessBuilder("sleep", "1000").start();
                notes.say("program " + sleep.pid());
                Process tree = new ProcessBuilder("/bin/sh", "-c", "sleep 1001 & echo program $! >> " + notes.file()
                        + "; echo program $$ >> " + notes.file() + "; wait").start();
                notes.say(ready);
                sleep.waitFor();
                tree.waitFor();
            }
            default -> {
                notes.say(ready);
                Bodies.block();
            }
        }
    }

    /** Never finishes. */
    public static final class SlowBoot extends ClassLoader {

        /** Called by the JVM. */
        public SlowBoot(ClassLoader parent) throws InterruptedException {
            super(parent);
            new Notebook(System.getProperty("notes")).say("leaf " + ProcessHandle.current().pid());
            Bodies.block();
        }
    }
}

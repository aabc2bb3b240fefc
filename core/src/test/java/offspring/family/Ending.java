package offspring.family;

import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.Notebook;

/** A program with a daemon and a child that is not, which ends in the way it is told. */
public final class Ending {

    private Ending() {}

    /** Arguments: a notebook's file, how to end. */
    public static void main(String[] args) throws Exception {
        Notebook notes = new Notebook(args[0]);
        String how = args[1];
        Runtime.getRuntime().addShutdownHook(new Thread(() -> notes.say("hook of the first process")));
        ChildProcess.builder().name("daemon").daemon(true).start(() -> daemon(notes));
        ChildProcess.builder().name("worker").start(() -> worker(notes));
        notes.await("daemon ");
        notes.await("worker ");
        notes.say("ending");
        switch (how) {
            case "return" -> {}
            case "exit" -> System.exit(3);
            case "throw" -> throw new IllegalStateException("the program's own mistake");
            case "thread" -> new Thread(() -> notes.await("thread go on")).start();
            default -> Bodies.block();
        }
    }

    private static void daemon(Notebook notes) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> notes.say("hook of the daemon")));
        notes.say("daemon " + ProcessHandle.current().pid());
        Bodies.block();
    }

    private static void worker(Notebook notes) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> notes.say("hook of the worker")));
        notes.say("worker " + ProcessHandle.current().pid());
        notes.await("go on");
        notes.say("finished");
    }
}

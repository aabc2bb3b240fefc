package offspring.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import offspring.Action;

/** A way to fail or to die, carried out where the code runs. */
public enum Way implements Action {
    EXCEPTION("throws a checked exception"),
    UNSHIPPABLE("throws an exception that cannot travel"),
    STACK_OVERFLOW("overflows the stack"),
    OUT_OF_MEMORY("runs out of memory"),
    EXIT("`System.exit(3)`"),
    HALT("`Runtime.halt(4)`"),
    SIGKILL("is killed by SIGKILL");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    /** How the table calls it. */
    public String words() {
        return words;
    }

    /** An exception with something that no serializer writes. */
    static final class Stubborn extends RuntimeException {
        final Thread written = Thread.currentThread();

        Stubborn(String message) {
            super(message);
        }
    }

    @Override
    public void execute() throws Exception {
        switch (this) {
            case EXCEPTION -> throw new IOException("crash");
            case UNSHIPPABLE -> throw new Stubborn("crash");
            case STACK_OVERFLOW -> descend(0);
            case OUT_OF_MEMORY -> fill();
            case EXIT -> System.exit(3);
            case HALT -> Runtime.getRuntime().halt(4);
            case SIGKILL -> killSelf();
        }
    }

    private static int descend(int depth) {
        return descend(depth + 1) + 1;
    }

    private static void fill() {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            kept.add(new byte[1 << 20]);
        }
        throw new IllegalStateException("memory for " + kept.size() + " MiB: give the worker less");
    }

    private static void killSelf() throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        new ProcessBuilder("/bin/kill", "-KILL", Long.toString(pid)).inheritIO().start();
        new CountDownLatch(1).await();
    }
}

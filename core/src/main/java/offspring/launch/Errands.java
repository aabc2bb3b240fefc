package offspring.launch;

import java.util.concurrent.LinkedBlockingQueue;

/** A daemon thread that runs what it is given, one after the other, for as long as this JVM lives. */
final class Errands {

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    Errands(String name) {
        Thread.ofPlatform().daemon().name(name).start(this::serve);
    }

    void add(Runnable errand) {
        waiting.add(errand);
    }

    private void serve() {
        while (true) {
            try {
                waiting.take().run();
            } catch (InterruptedException nobodysBusiness) {
                // The thread belongs to no task that could be cancelled, and others rely on it.
                Thread.interrupted();
            }
        }
    }
}

package offspring.process;

import java.util.concurrent.CompletableFuture;
import offspring.os.Readable;
import offspring.sync.Waitable;

/** The end of a process, as something to wait for. */
final class Sentinel implements Waitable, Readable {

    private final String name;
    private final CompletableFuture<?> end;

    Sentinel(String name, CompletableFuture<?> end) {
        this.name = name;
        this.end = end;
    }

    @Override
    public boolean isReady() {
        return end.isDone();
    }

    @Override
    public Registration register(Runnable wake) {
        // A copy per registration, so that closing one takes back its own callback and no other.
        CompletableFuture<?> registered = end.copy();
        registered.whenComplete((result, failure) -> {
            if (!registered.isCancelled()) {
                wake.run();
            }
        });
        return () -> registered.cancel(false);
    }

    @Override
    public String toString() {
        return "the end of " + name + (isReady() ? " (has come)" : "");
    }
}

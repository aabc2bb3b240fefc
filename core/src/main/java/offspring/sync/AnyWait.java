package offspring.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import offspring.os.Readable;
import offspring.os.Readables;

/**
 * One call of {@code waitForAny}.
 *
 * <p>Race: an object becomes ready after we looked and before we registered; nobody would wake us. It cannot be missed,
 * since we look again between registering and parking.
 */
final class AnyWait<W extends Waitable> {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final List<W> objects;
    /** By way of what each of them is waited for. */
    private final List<Readable> readables = new ArrayList<>();
    /** One permit or more: something may have become ready since we looked. */
    private final Semaphore wakes = new Semaphore(0);

    AnyWait(Collection<W> objects) {
        this.objects = List.copyOf(objects);
        for (W object : this.objects) {
            Readable readable = Readables.of(object);
            if (readable == null) {
                throw new IllegalArgumentException("cannot wait for an object: only the library's own can be waited for;"
                        + " class=" + object.getClass().getName());
            }
            if (readable.whyNever() != null) {
                throw new IllegalArgumentException("cannot wait for an object: " + readable.whyNever());
            }
            readables.add(readable);
        }
    }

    /** A duration in nanoseconds, those beyond 292 years as long as can be. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : timeout.isNegative() ? 0 : timeout.toNanos();
    }

    List<W> await(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<W> ready = ready();
        return ready.isEmpty() && timeoutNanos > 0 ? awaitRegistered(timeoutNanos) : ready;
    }

    private List<W> awaitRegistered(long timeoutNanos) throws InterruptedException {
        long start = System.nanoTime();
        List<Readable.Registration> registrations = new ArrayList<>(objects.size());
        try {
            for (Readable readable : readables) {
                registrations.add(readable.register(wakes::release));
            }
            List<W> ready = ready();
            while (ready.isEmpty()) {
                long left = timeoutNanos - (System.nanoTime() - start);
                if (!wakes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    return ready();
                }
                wakes.drainPermits();
                ready = ready();
            }
            return ready;
        } finally {
            registrations.forEach(Readable.Registration::close);
        }
    }

    private List<W> ready() {
        List<W> ready = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            if (readables.get(i).isReady()) {
                ready.add(objects.get(i));
            }
        }
        return ready;
    }
}

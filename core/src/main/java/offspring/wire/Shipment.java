package offspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import offspring.NotShippableException;

/**
 * A payload together with what it refers to in shared memory: bytes keep nothing alive, so whoever sends them keeps the cargo
 * until they were read.
 *
 * @param payload what {@link Payload#encode} or {@link Failure#encode} returns
 * @param cargo the objects that were {@linkplain Travel#carry carried}, hardly ever any
 * @param holds what is to be closed by {@link #letGo}, even more seldom any
 */
public record Shipment(byte[] payload, List<Object> cargo, List<AutoCloseable> holds) {

    /** What the thread is encoding has met so far; null while it encodes nothing. */
    private static final ThreadLocal<List<Object>> LOADING = new ThreadLocal<>();

    /**
     * Encodes an object.
     *
     * @throws NotShippableException if it cannot travel
     */
    public static Shipment of(Object value) {
        return collect(() -> Payload.encode(value));
    }

    /**
     * Encodes an object for one reader, who reads it once: what is carried over to him is not kept for others.
     *
     * @throws NotShippableException if it cannot travel
     */
    public static Shipment once(Object value) {
        return collect(() -> Payload.encode(value), new ForOneReader());
    }

    /** What has been met on the way to one reader. */
    static final class ForOneReader extends ArrayList<Object> {
        private static final long serialVersionUID = 1;

        ForOneReader() {
            super(0);
        }
    }

    /** Encodes an exception. */
    public static Shipment ofFailure(Throwable failure) {
        return collect(() -> Failure.encode(failure));
    }

    private static Shipment collect(Supplier<byte[]> encode) {
        return collect(encode, new ArrayList<>(0));
    }

    /** User code that runs meanwhile may encode something itself, which is another shipment. */
    private static Shipment collect(Supplier<byte[]> encode, List<Object> loaded) {
        List<Object> outer = LOADING.get();
        LOADING.set(loaded);
        try {
            return of(encode.get(), loaded);
        } catch (RuntimeException | Error cannotTravel) {
            letGo(holdsIn(loaded));
            throw cannotTravel;
        } finally {
            resume(outer);
        }
    }

    private static Shipment of(byte[] payload, List<Object> loaded) {
        List<AutoCloseable> holds = holdsIn(loaded);
        loaded.removeAll(holds);
        return new Shipment(payload, loaded, holds);
    }

    private static List<AutoCloseable> holdsIn(List<Object> loaded) {
        return loaded.isEmpty()
                ? List.of()
                : loaded.stream()
                        .filter(AutoCloseable.class::isInstance)
                        .map(AutoCloseable.class::cast)
                        .toList();
    }

    /**
     * It was read, or will not be: what the user has closed meanwhile is closed now. Who forgets this leaves it to the garbage
     * collector. Idempotent.
     */
    public void letGo() {
        letGo(holds);
    }

    /** The same for the {@link #holds} of several. */
    public static void letGo(List<AutoCloseable> holds) {
        for (AutoCloseable hold : holds) {
            try {
                hold.close();
            } catch (Exception impossible) {
                throw new IllegalStateException("cannot let go of what was sent: " + hold, impossible);
            }
        }
    }

    static void load(Object cargo) {
        List<Object> loading = LOADING.get();
        if (loading != null) {
            loading.add(cargo);
        }
    }

    /** What the calling thread is loading, for a thread that takes over its work; null if nothing. */
    static List<Object> loading() {
        return LOADING.get();
    }

    /** Goes on with another thread's loading. */
    static void resume(List<Object> loading) {
        if (loading == null) {
            LOADING.remove();
        } else {
            LOADING.set(loading);
        }
    }
}

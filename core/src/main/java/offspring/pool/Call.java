package offspring.pool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicLong;
import offspring.NotShippableException;
import offspring.wire.Shipment;
import offspring.worker.CallKind;
import offspring.worker.Probe;

/**
 * A function that is to be called, encoded once for all chunks that use it.
 *
 * <p>A worker is sent the bytes once and keeps the decoded function under its id. Id 0 means that
 * there is one chunk only and nothing to keep.
 */
final class Call {

    private static final AtomicLong IDS = new AtomicLong();

    /** One call per kind for each class whose instances are all alike, so that it is encoded once only. */
    private static final ClassValue<Call[]> STATELESS = new ClassValue<>() {
        @Override
        protected Call[] computeValue(Class<?> type) {
            return isStateless(type) ? new Call[CallKind.values().length] : null;
        }
    };

    private final long id;
    private final CallKind kind;
    private final Shipment shipment;
    private final Object function;

    private Call(long id, CallKind kind, Object function, Shipment shipment) {
        this.id = id;
        this.kind = kind;
        this.function = function;
        this.shipment = shipment;
    }

    /** A function for one chunk. */
    static Call once(CallKind kind, Object function) {
        Call[] known = STATELESS.get(function.getClass());
        return known != null ? stateless(known, kind, function) : new Call(0, kind, function, encode(function, true));
    }

    /** A function for many chunks. */
    static Call kept(CallKind kind, Object function) {
        Call[] known = STATELESS.get(function.getClass());
        return known != null ? stateless(known, kind, function) : fresh(kind, function);
    }

    private static Call stateless(Call[] known, CallKind kind, Object function) {
        Call call = known[kind.ordinal()];
        if (call == null) {
            call = fresh(kind, function);
            known[kind.ordinal()] = call;
        }
        return call;
    }

    private static Call fresh(CallKind kind, Object function) {
        return new Call(IDS.incrementAndGet(), kind, function, encode(function, false));
    }

    /**
     * Whether a class is that of a lambda that captures nothing, from the class path: only of these it is
     * known that their bytes never change (jshell's come with the values of its variables).
     */
    private static boolean isStateless(Class<?> type) {
        return type.isHidden()
                && type.getClassLoader() == ClassLoader.getSystemClassLoader()
                && type.getSuperclass() == Object.class
                && type.getDeclaredFields().length == 0;
    }

    /** Whether workers may keep the function after the submission that brought it. */
    boolean isLasting() {
        return STATELESS.get(function.getClass()) != null;
    }

    private static Shipment encode(Object function, boolean readOnce) {
        // A ForkJoinTask is Serializable, and wraps functions that are not: CompletableFuture.supplyAsync makes one.
        boolean cannotShip = !(function instanceof Serializable) || function instanceof ForkJoinTask;
        if (cannotShip && (function instanceof Callable || function instanceof Runnable)) {
            throw notSerializable(function);
        }
        Probe.step("wire.Payload: function to bytes");
        return readOnce ? Shipment.once(function) : Shipment.of(function);
    }

    private static NotShippableException notSerializable(Object function) {
        String type = function.getClass().getName();
        String jdk = function instanceof Callable ? "Callable" : "Runnable";
        String ours = function instanceof Callable ? "Task" : "Action";
        return new NotShippableException(
                "cannot ship a " + jdk + " to a worker: it is not serializable, and a lambda whose type is " + jdk
                        + " never is; type=" + type + "; declare it as offspring." + ours
                        + ", or write it where a method of offspring.pool.Pool expects one",
                type,
                "",
                type,
                null);
    }

    long id() {
        return id;
    }

    CallKind kind() {
        return kind;
    }

    byte[] payload() {
        return shipment.payload();
    }

    /** All outcomes of one chunk are here. */
    void settled() {
        if (id == 0) {
            forgotten();
        }
    }

    /** No chunk will use it any more. */
    void forgotten() {
        shipment.letGo();
    }

    /** The function itself, as the caller passed it. */
    Object function() {
        return function;
    }

    /** The function's name for people. */
    String label() {
        String name = function.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + " lambda";
    }
}

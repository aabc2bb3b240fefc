package offspring.ipc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets threads in until it is closed, and tells when the last one is out: then what they used can be given up.
 *
 * <p>Race: the last thread leaves while another closes. Both change the same word, so exactly one finds it closed and empty.
 */
final class Turnstile {

    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong state = new AtomicLong();

    /** Whether the thread is in; false once it is closed. */
    boolean enter() {
        long seen = state.get();
        while (seen >= 0) {
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = state.get();
        }
        return false;
    }

    /** True for the last one out after it was closed. */
    boolean leave() {
        return state.decrementAndGet() == CLOSED;
    }

    /** Nobody comes in any more. */
    Closing close() {
        long seen = state.getAndUpdate(now -> now | CLOSED);
        if (seen < 0) {
            return Closing.BEFORE;
        }
        return seen == 0 ? Closing.EMPTY : Closing.NOT_EMPTY;
    }

    boolean isClosed() {
        return state.get() < 0;
    }

    /** What closing found. */
    enum Closing {
        /** It was closed before. */
        BEFORE,
        /** Nobody is in. */
        EMPTY,
        /** Some are still in; the last one is told when he leaves. */
        NOT_EMPTY
    }
}

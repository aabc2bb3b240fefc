package offspring.wire;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import offspring.NotShippableException;

/**
 * An exception as bytes, and bytes as an exception.
 *
 * <p>It arrives with its type, message, cause, suppressed exceptions, fields and stack trace, the
 * latter marked as remote. Where one of them cannot travel, a {@link NotShippableException} takes its
 * place that says what it said. Neither direction ever throws.
 *
 * <p>Shape: the exception's description as text, then its payload.
 */
public final class Failure {

    /** How often an exception within the exception may be replaced until only text is sent. */
    private static final int ATTEMPTS = 8;

    private Failure() {}

    /**
     * Encodes an exception.
     *
     * @param failure any throwable
     * @return bytes for {@link #decode}
     */
    public static byte[] encode(Throwable failure) {
        try {
            FailureText text = FailureText.of(failure);
            ByteWriter out = new ByteWriter(512);
            text.write(out);
            byte[] payload = payload(failure);
            out.write(payload, 0, payload.length);
            return out.toByteArray();
        } catch (Throwable worse) {
            return FailureText.inNeed(failure);
        }
    }

    /**
     * Encodes what can be said of an exception, and not itself.
     *
     * @param failure any throwable
     * @return bytes for {@link #decode}
     */
    public static byte[] encodeInWords(Throwable failure) {
        try {
            ByteWriter out = new ByteWriter(512);
            FailureText.of(failure).write(out);
            return out.toByteArray();
        } catch (Throwable worse) {
            return FailureText.inNeed(failure);
        }
    }

    /** The graph of an exception with what cannot travel replaced; empty if nothing helps. */
    private static byte[] payload(Throwable failure) {
        Map<Object, Object> substitutes = new IdentityHashMap<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return Encoding.encodeSubstituting(failure, substitutes);
            } catch (NotShippableException refused) {
                Throwable culprit = culprit(failure, refused, substitutes);
                if (culprit == null) {
                    break;
                }
                substitutes.put(culprit, FailureText.of(culprit).asNotShippable(refused, culprit.getCause()));
            } catch (Throwable worse) {
                break;
            }
        }
        return new byte[0];
    }

    /** The exception nearest to what cannot travel, or null if it was replaced already. */
    private static Throwable culprit(
            Throwable failure, NotShippableException refused, Map<Object, Object> substitutes) {
        ObjectPath path = Unshippable.pathToOffender(failure, refused.getCause());
        Throwable nearest = failure;
        if (path != null) {
            for (Object step : path.steps()) {
                nearest = step instanceof Throwable throwable ? throwable : nearest;
            }
        }
        return substitutes.containsKey(nearest) ? null : nearest;
    }

    /**
     * Decodes an exception.
     *
     * @param bytes where it is
     * @param offset where in them it begins
     * @param length how long it is
     * @param where who threw it, such as {@code worker Pool-1-worker-2, pid 4711}
     * @return the exception, or a {@link NotShippableException} with its type, message and stack trace
     *     in the text if it cannot be rebuilt here
     */
    public static Throwable decode(byte[] bytes, int offset, int length, String where) {
        ByteReader in = new ByteReader(bytes, offset, length);
        FailureText text = FailureText.read(in);
        Throwable failure = rebuild(in, text);
        mark(failure, where);
        return failure;
    }

    private static Throwable rebuild(ByteReader in, FailureText text) {
        int length = in.remaining();
        if (length == 0) {
            return text.asNotShippable(null, null);
        }
        try {
            int start = in.take(length);
            return (Throwable) Payload.decode(in.array(), start, length);
        } catch (UndecodableException | MalformedPayloadException | ClassCastException here) {
            return text.asNotShippable(here, null);
        }
    }

    /** A loop, since chains of causes may be long. */
    private static void mark(Throwable failure, String where) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Throwable> waiting = new ArrayDeque<>(List.of(failure));
        while (!waiting.isEmpty()) {
            Throwable next = waiting.remove();
            if (seen.add(next)) {
                RemoteTrace.mark(next, where);
                waiting.addAll(List.of(next.getSuppressed()));
                if (next.getCause() != null) {
                    waiting.add(next.getCause());
                }
            }
        }
    }
}

package offspring.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import offspring.NotShippableException;

/**
 * What can be told of an exception in words, for when it cannot travel or cannot be rebuilt.
 *
 * @param type name of its class
 * @param message its message, may be null
 * @param trace its printed stack trace
 */
record FailureText(String type, String message, String trace) {

    private static final int LONGEST = 1 << 16;

    private static final int SHORT_LATIN1_LIMIT = 127;

    static FailureText of(Throwable failure) {
        return new FailureText(failure.getClass().getName(), message(failure), abbreviated(trace(failure)));
    }

    /** Overridden by programs, so anything may happen. */
    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null ? null : abbreviated(message);
        } catch (RuntimeException | StackOverflowError thrown) {
            return "(its getMessage() threw " + thrown.getClass().getName() + ")";
        }
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            failure.printStackTrace(out);
        } catch (RuntimeException | StackOverflowError thrown) {
            return text + "(printing it threw " + thrown.getClass().getName() + ")";
        }
        return text.toString();
    }

    private static String abbreviated(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    void write(ByteWriter out) {
        LeafWriter.writeString(type, out);
        out.write(message == null ? 0 : 1);
        LeafWriter.writeString(message == null ? "" : message, out);
        LeafWriter.writeString(trace, out);
    }

    static FailureText read(ByteReader in) {
        try {
            String type = LeafReader.readString(in);
            boolean hasMessage = in.getByte() != 0;
            String message = LeafReader.readString(in);
            return new FailureText(type, hasMessage ? message : null, LeafReader.readString(in));
        } catch (MalformedPayloadException damaged) {
            return new FailureText("java.lang.Throwable", damaged.getMessage(), "");
        }
    }

    /** The bytes of {@link #write} without a payload, made with as little memory as can be. */
    static byte[] inNeed(Throwable failure) {
        byte[] name = failure.getClass().getName().getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(name.length, SHORT_LATIN1_LIMIT);
        byte[] bytes = new byte[2 + length + 1 + 2 + 2];
        bytes[0] = Tag.LATIN1;
        bytes[1] = (byte) length;
        System.arraycopy(name, 0, bytes, 2, length);
        bytes[2 + length + 1] = Tag.LATIN1;
        bytes[2 + length + 3] = Tag.LATIN1;
        return bytes;
    }

    /** An exception that says all this. */
    NotShippableException asNotShippable(Throwable why, Throwable cause) {
        String reason = why == null ? "it could not be written" : why.getMessage();
        String text = "cannot ship the exception " + type + (message == null ? "" : ": " + message)
                + " (" + reason + "); its stack trace was:\n" + trace.stripTrailing();
        NotShippableException result = new NotShippableException(
                text,
                type,
                why instanceof NotShippableException refused ? refused.path() : "",
                offendingType(why),
                cause);
        result.setStackTrace(new StackTraceElement[0]);
        return result;
    }

    private String offendingType(Throwable why) {
        return switch (why) {
            case NotShippableException refused -> refused.offendingType();
            case UndecodableException refused when !refused.className().isEmpty() -> refused.className();
            case null, default -> type;
        };
    }
}

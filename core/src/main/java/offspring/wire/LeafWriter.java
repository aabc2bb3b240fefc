package offspring.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Writes values that refer to nothing else: the first and cheapest of the ways to encode.
 *
 * <p>It is on the path of a child's first task, so nothing here needs {@code invokedynamic} (no
 * lambdas, no string concatenation, no pattern switches) or loads the JDK's object streams.
 */
final class LeafWriter {

    /** How deep values may contain values; deeper ones are graphs. */
    private static final int DEPTH = 3;

    private static final int SHORT_STRING = 256;

    private LeafWriter() {}

    /**
     * Writes a value, if it is a leaf, or a flat container of leaves.
     *
     * @return false, with nothing written, if it is neither
     */
    static boolean write(Object value, ByteWriter out) {
        return write(value, out, DEPTH);
    }

    /** Writes a value that may be shared freely, for it has no identity and never changes. */
    static boolean writeImmutable(Object value, ByteWriter out, int depth) {
        int start = out.size();
        if (write(value, out, Math.min(depth, DEPTH - 1))) {
            return true;
        }
        out.rewind(start);
        return false;
    }

    private static boolean write(Object value, ByteWriter out, int depth) {
        if (value == null) {
            out.write(Tag.NULL);
            return true;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            writeString((String) value, out);
            return true;
        }
        if (type == Integer.class) {
            out.write(Tag.INT);
            out.putInt((Integer) value);
            return true;
        }
        int tag = Tag.of(type);
        if (tag == Tag.NONE || tag >= Tag.FIRST_MUTABLE && depth < DEPTH) {
            return false;
        }
        return writeTagged(tag, value, out, depth);
    }

    private static boolean writeTagged(int tag, Object value, ByteWriter out, int depth) {
        if (tag <= Tag.DOUBLE) {
            writePrimitive(tag, value, out);
            return true;
        }
        if (tag < Tag.FIRST_TIME) {
            return writeScalar(tag, value, out, depth);
        }
        if (tag <= Tag.LAST_TIME) {
            out.write(tag);
            TimeLeaf.write(tag, value, out);
            return true;
        }
        if (tag < Tag.FIRST_ARRAY) {
            return depth > 0 && ContainerWriter.write(tag, value, out, depth - 1);
        }
        out.write(tag);
        PrimitiveArrays.write(tag, value, out);
        return true;
    }

    private static void writePrimitive(int tag, Object value, ByteWriter out) {
        if (tag == Tag.TRUE) {
            out.write((Boolean) value ? Tag.TRUE : Tag.FALSE);
            return;
        }
        out.write(tag);
        switch (tag) {
            case Tag.BYTE -> out.write((Byte) value);
            case Tag.SHORT -> out.putShort((Short) value);
            case Tag.CHAR -> out.putShort((Character) value);
            case Tag.INT -> out.putInt((Integer) value);
            case Tag.LONG -> out.putLong((Long) value);
            case Tag.FLOAT -> out.putInt(Float.floatToRawIntBits((Float) value));
            default -> out.putLong(Double.doubleToRawLongBits((Double) value));
        }
    }

    private static boolean writeScalar(int tag, Object value, ByteWriter out, int depth) {
        switch (tag) {
            case Tag.BIG_INTEGER -> {
                out.write(tag);
                writeBytes(((BigInteger) value).toByteArray(), out);
            }
            case Tag.BIG_DECIMAL -> {
                out.write(tag);
                out.putInt(((BigDecimal) value).scale());
                writeBytes(((BigDecimal) value).unscaledValue().toByteArray(), out);
            }
            case Tag.UUID -> {
                out.write(tag);
                out.putLong(((UUID) value).getMostSignificantBits());
                out.putLong(((UUID) value).getLeastSignificantBits());
            }
            case Tag.PATH -> {
                return writePath((Path) value, out);
            }
            case Tag.OPTIONAL -> {
                out.write(tag);
                return writeImmutable(((Optional<?>) value).orElse(null), out, depth - 1);
            }
            default -> writePrimitiveOptional(tag, value, out);
        }
        return true;
    }

    private static void writePrimitiveOptional(int tag, Object value, ByteWriter out) {
        out.write(tag);
        switch (tag) {
            case Tag.OPTIONAL_INT -> {
                OptionalInt optional = (OptionalInt) value;
                out.write(optional.isPresent() ? 1 : 0);
                out.putInt(optional.orElse(0));
            }
            case Tag.OPTIONAL_LONG -> {
                OptionalLong optional = (OptionalLong) value;
                out.write(optional.isPresent() ? 1 : 0);
                out.putLong(optional.orElse(0));
            }
            default -> {
                OptionalDouble optional = (OptionalDouble) value;
                out.write(optional.isPresent() ? 1 : 0);
                out.putLong(Double.doubleToRawLongBits(optional.orElse(0)));
            }
        }
    }

    private static void writeBytes(byte[] bytes, ByteWriter out) {
        out.putCount(bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    /** Only paths of the machine's own file system, and only if their text tells all about them. */
    private static boolean writePath(Path path, ByteWriter out) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        String text = path.toString();
        if (!Path.of(text).equals(path)) {
            return false;
        }
        out.write(Tag.PATH);
        writeString(text, out);
        return true;
    }

    static void writeString(String text, ByteWriter out) {
        int start = out.size();
        if (text.length() > SHORT_STRING ? writeLongLatin1(text, out) : writeShortLatin1(text, out)) {
            return;
        }
        out.rewind(start);
        int length = text.length();
        out.write(Tag.UTF16);
        out.putCount(length);
        int at = out.reserve(2L * length);
        byte[] bytes = out.array();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bytes[at++] = (byte) c;
            bytes[at++] = (byte) (c >> 8);
        }
    }

    private static boolean writeShortLatin1(String text, ByteWriter out) {
        int length = text.length();
        out.write(Tag.LATIN1);
        out.putCount(length);
        int at = out.reserve(length);
        byte[] bytes = out.array();
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            seen |= c;
            bytes[at + i] = (byte) c;
        }
        return seen < 256;
    }

    /** Encoding replaces what Latin-1 does not have, so comparing tells whether anything was lost. */
    private static boolean writeLongLatin1(String text, ByteWriter out) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != text.length() || !new String(bytes, StandardCharsets.ISO_8859_1).equals(text)) {
            return false;
        }
        out.write(Tag.LATIN1);
        out.putCount(bytes.length);
        out.write(bytes, 0, bytes.length);
        return true;
    }
}

package offspring.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads what {@link LeafWriter} wrote, under the same restrictions. */
final class LeafReader {

    private LeafReader() {}

    /** Whether {@link #read} knows this tag. */
    static boolean handles(int tag) {
        return tag >= 0 && tag <= Tag.DOUBLES;
    }

    /** Reads one value with its tag. */
    static Object read(ByteReader in, Admission admission) throws IOException {
        return read(in.getByte(), in, admission);
    }

    /** Reads the value after {@code tag}. */
    static Object read(int tag, ByteReader in, Admission admission) throws IOException {
        Object value = readValue(tag, in, admission);
        if (admission != Admission.OPEN && value != null) {
            admission.check(value);
        }
        return value;
    }

    private static Object readValue(int tag, ByteReader in, Admission admission) throws IOException {
        if (tag <= Tag.DOUBLE) {
            return readPrimitive(tag, in);
        }
        if (tag < Tag.FIRST_TIME) {
            return readScalar(tag, in, admission);
        }
        if (tag <= Tag.LAST_TIME) {
            return TimeLeaf.read(tag, in);
        }
        if (tag < Tag.FIRST_ARRAY) {
            return ContainerReader.read(tag, in, admission);
        }
        if (tag <= Tag.DOUBLES) {
            return PrimitiveArrays.read(tag, in);
        }
        throw unknown(tag);
    }

    static MalformedPayloadException unknown(int tag) {
        return new MalformedPayloadException("unknown tag ".concat(Integer.toString(tag)));
    }

    private static Object readPrimitive(int tag, ByteReader in) throws MalformedPayloadException {
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> Boolean.FALSE;
            case Tag.TRUE -> Boolean.TRUE;
            case Tag.BYTE -> Byte.valueOf((byte) in.getByte());
            case Tag.SHORT -> Short.valueOf((short) in.getShort());
            case Tag.CHAR -> Character.valueOf((char) in.getShort());
            case Tag.INT -> Integer.valueOf(in.getInt());
            case Tag.LONG -> Long.valueOf(in.getLong());
            case Tag.FLOAT -> Float.valueOf(Float.intBitsToFloat(in.getInt()));
            case Tag.DOUBLE -> Double.valueOf(Double.longBitsToDouble(in.getLong()));
            default -> throw unknown(tag);
        };
    }

    private static Object readScalar(int tag, ByteReader in, Admission admission) throws IOException {
        return switch (tag) {
            case Tag.LATIN1 -> readLatin1(in);
            case Tag.UTF16 -> readUtf16(in);
            case Tag.BIG_INTEGER -> readBigInteger(in);
            case Tag.BIG_DECIMAL -> {
                int scale = in.getInt();
                yield new BigDecimal(readBigInteger(in), scale);
            }
            case Tag.UUID -> {
                long most = in.getLong();
                yield new UUID(most, in.getLong());
            }
            case Tag.PATH -> Path.of(readString(in));
            case Tag.OPTIONAL -> Optional.ofNullable(read(in, admission));
            default -> readPrimitiveOptional(tag, in);
        };
    }

    private static Object readPrimitiveOptional(int tag, ByteReader in) throws MalformedPayloadException {
        boolean present = in.getByte() != 0;
        switch (tag) {
            case Tag.OPTIONAL_INT -> {
                int value = in.getInt();
                return present ? OptionalInt.of(value) : OptionalInt.empty();
            }
            case Tag.OPTIONAL_LONG -> {
                long value = in.getLong();
                return present ? OptionalLong.of(value) : OptionalLong.empty();
            }
            default -> {
                double value = Double.longBitsToDouble(in.getLong());
                return present ? OptionalDouble.of(value) : OptionalDouble.empty();
            }
        }
    }

    private static BigInteger readBigInteger(ByteReader in) throws MalformedPayloadException {
        int count = in.getCount();
        return new BigInteger(in.array(), in.take(count), count);
    }

    /** A string with its tag. */
    static String readString(ByteReader in) throws MalformedPayloadException {
        int tag = in.getByte();
        return switch (tag) {
            case Tag.LATIN1 -> readLatin1(in);
            case Tag.UTF16 -> readUtf16(in);
            default -> throw unknown(tag);
        };
    }

    private static String readLatin1(ByteReader in) throws MalformedPayloadException {
        int count = in.getCount();
        return new String(in.array(), in.take(count), count, StandardCharsets.ISO_8859_1);
    }

    /** By chars, for a decoder would replace lone surrogates. */
    private static String readUtf16(ByteReader in) throws MalformedPayloadException {
        int count = in.getCount();
        if (count > in.remaining() / 2) {
            throw new MalformedPayloadException("a string goes beyond its end");
        }
        int at = in.take(2 * count);
        byte[] bytes = in.array();
        char[] chars = new char[count];
        for (int i = 0; i < count; i++, at += 2) {
            chars[i] = (char) (bytes[at] & 0xff | bytes[at + 1] << 8);
        }
        return new String(chars);
    }
}

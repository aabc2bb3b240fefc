package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One value of a {@link ShareableList} as bytes: what stands in its place, its format and its kind.
 *
 * <p>The formats are those of Python's {@code struct}. Text and bytes fill their place with NULs, and {@code 16s} says
 * how long the place is, so a reader cannot tell NULs at a value's end from the filling. For such values, and only for
 * them, we write {@code 3sx}: three bytes, and one more that means nothing. Python reads the same from it as from its own
 * form, and overwrites it with its own when it sets the item.
 *
 * @param bytes what stands at the beginning of the place; the rest of it is to be zeros
 * @param format its format in a place of the given size
 * @param kind 1 for text, 2 for bytes, 3 for null, 0 for the others
 */
record ItemForm(byte[] bytes, String format, byte kind) {

    private static final String LONG = "q";
    private static final String DOUBLE = "d";
    private static final String BOOLEAN = "xxxxxxx?";
    private static final String NULL = "xxxxxx?x";
    private static final String EXACT = "sx";

    private static final byte PLAIN = 0;
    private static final byte TEXT = 1;
    private static final byte BYTES = 2;
    private static final byte NOTHING = 3;

    private static final int BOOLEAN_AT = BOOLEAN.indexOf('?');
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfDouble FLOATING = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    /** The bytes of the place that is made for a value in a new list; room for at least one NUL behind text and bytes. */
    static long placeBytesFor(Object value) {
        if (value instanceof String || value instanceof byte[]) {
            int length = value instanceof String text ? utf8(text).length : ((byte[]) value).length;
            return (length / ShareableListLayout.WORD + 1L) * ShareableListLayout.WORD;
        }
        return ShareableListLayout.WORD;
    }

    /**
     * The form of a value in a place.
     *
     * @throws IllegalArgumentException if it is of a type that cannot be in a list, or does not fit
     */
    static ItemForm of(Object value, long placeBytes) {
        byte[] word = new byte[ShareableListLayout.WORD];
        switch (value) {
            case null -> {
                return new ItemForm(word, NULL, NOTHING);
            }
            case Long number -> MemorySegment.ofArray(word).set(WORD, 0, number);
            case Double number -> MemorySegment.ofArray(word).set(FLOATING, 0, number);
            case Boolean truth -> word[BOOLEAN_AT] = (byte) (truth ? 1 : 0);
            case String text -> {
                return new ItemForm(utf8(text), formatOf(utf8(text), placeBytes), TEXT);
            }
            case byte[] bytes -> {
                return new ItemForm(bytes, formatOf(bytes, placeBytes), BYTES);
            }
            default -> throw new IllegalArgumentException("cannot put a " + value.getClass().getName()
                    + " into a ShareableList: it holds Long, Double, Boolean, String, byte[] and null; "
                    + (value instanceof Number ? "write 42L or 4.2" : "put a String or its bytes there instead"));
        }
        return new ItemForm(word, value instanceof Long ? LONG : value instanceof Double ? DOUBLE : BOOLEAN, PLAIN);
    }

    /**
     * The value that a place holds.
     *
     * @throws IllegalStateException if nothing that we know of has this form
     */
    static Object read(MemorySegment place, String format, byte kind) {
        if (kind == NOTHING) {
            return null;
        }
        if (kind == TEXT || kind == BYTES) {
            byte[] bytes = content(place, format);
            return kind == TEXT ? text(bytes) : bytes;
        }
        return switch (format) {
            case LONG -> place.get(WORD, 0);
            case DOUBLE -> place.get(FLOATING, 0);
            case BOOLEAN -> place.get(ValueLayout.JAVA_BYTE, BOOLEAN_AT) != 0;
            default -> throw damaged("format=" + format + " kind=" + kind);
        };
    }

    /** Python fills the place with zeros behind text and bytes, and leaves what is behind the first word otherwise. */
    void writeTo(MemorySegment place) {
        if (kind == TEXT || kind == BYTES) {
            place.fill((byte) 0);
        }
        place.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }

    private static String formatOf(byte[] bytes, long placeBytes) {
        if (bytes.length > placeBytes) {
            throw new IllegalArgumentException("cannot put " + bytes.length
                    + " bytes into a place of a ShareableList that has " + placeBytes + "; make the list with a longer value there");
        }
        boolean endsInNul = bytes.length > 0 && bytes[bytes.length - 1] == 0;
        String format = endsInNul ? bytes.length + EXACT : placeBytes + "s";
        if (format.length() > ShareableListLayout.FORMAT_BYTES) {
            throw new IllegalArgumentException("cannot put " + bytes.length
                    + " bytes into a ShareableList: its layout has no way to write that length"
                    + (endsInNul ? " for bytes that end in NUL" : "") + "; use a SharedMemory");
        }
        return format;
    }

    private static byte[] content(MemorySegment place, String format) {
        boolean exact = format.endsWith(EXACT);
        if (!format.matches("[0-9]{1,7}sx?")) {
            throw damaged("format=" + format);
        }
        int length = Integer.parseInt(format.substring(0, format.indexOf('s')));
        if (length > place.byteSize()) {
            throw damaged("format=" + format + " place=" + place.byteSize());
        }
        byte[] bytes = place.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        while (!exact && length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException halfOfAPair) {
            throw new IllegalArgumentException(
                    "cannot put text into a ShareableList: it holds half of a surrogate pair; put its bytes there",
                    halfOfAPair);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException cut) {
            throw new IllegalStateException("cannot read an item of a ShareableList: its bytes are not UTF-8", cut);
        }
    }

    private static IllegalStateException damaged(String facts) {
        return new IllegalStateException("cannot read an item of a ShareableList: its form is unknown; " + facts);
    }
}

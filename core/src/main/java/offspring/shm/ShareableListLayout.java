package offspring.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Where a {@link ShareableList} of N items has what: CPython's layout, which has no version.
 *
 * <pre>
 * 0             N, 8 bytes
 * 8             N + 1 offsets of 8 bytes: where each item's place begins in the data, and the end of the last
 * 16 + 8 N      the data: places of whole words
 * d             N formats of 8 bytes: ASCII, the rest NUL
 * d + 8 N       N kinds of 1 byte
 * </pre>
 *
 * <p>All numbers are in the byte order of the machine. The offsets never change once the list is made.
 */
final class ShareableListLayout {

    static final int FORMAT_BYTES = 8;
    static final int WORD = Long.BYTES;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    /** Of memory that is taken for a list but is none. */
    private static final long MOST_ITEMS = Integer.MAX_VALUE - 8;

    private final MemorySegment memory;
    private final int count;

    private ShareableListLayout(MemorySegment memory, int count) {
        this.memory = memory;
        this.count = count;
    }

    /** The bytes for a list of so many items whose places have so many bytes together. */
    static long bytesFor(int count, long dataBytes) {
        return dataStart(count) + dataBytes + (long) count * (FORMAT_BYTES + 1);
    }

    /** Writes the sizes of the places into new memory. */
    static ShareableListLayout create(MemorySegment memory, long[] placeBytes) {
        memory.set(LONG, 0, placeBytes.length);
        long offset = 0;
        for (int index = 0; index < placeBytes.length; index++) {
            offset += placeBytes[index];
            memory.set(LONG, (index + 2L) * WORD, offset);
        }
        return new ShareableListLayout(memory, placeBytes.length);
    }

    /**
     * Reads it from memory that somebody else has made.
     *
     * @throws IOException if there is no list in it
     */
    static ShareableListLayout attach(MemorySegment memory, String name) throws IOException {
        long size = memory.byteSize();
        long count = size < dataStart(0) ? -1 : memory.get(LONG, 0);
        if (count < 0 || count > MOST_ITEMS || bytesFor((int) count, 0) > size) {
            throw noList(name, "items=" + count + " size=" + size);
        }
        ShareableListLayout layout = new ShareableListLayout(memory, (int) count);
        long before = 0;
        for (int index = 0; index <= count; index++) {
            long offset = layout.offset(index);
            if (offset < before || offset > size || index == 0 && offset != 0) {
                throw noList(name, "item=" + index + " offset=" + offset);
            }
            before = offset;
        }
        if (bytesFor((int) count, before) > size) {
            throw noList(name, "items=" + count + " data=" + before + " size=" + size);
        }
        return layout;
    }

    int count() {
        return count;
    }

    /** The place of an item's value. */
    MemorySegment place(int index) {
        long offset = offset(index);
        return memory.asSlice(dataStart(count) + offset, offset(index + 1) - offset);
    }

    /** How the item in a place is to be read: one of {@link ItemForm}'s texts. */
    String format(int index) {
        MemorySegment field = memory.asSlice(formatsStart() + (long) index * FORMAT_BYTES, FORMAT_BYTES);
        byte[] bytes = field.toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
    }

    byte kind(int index) {
        return memory.get(ValueLayout.JAVA_BYTE, kindsStart() + index);
    }

    void setForm(int index, String format, byte kind) {
        MemorySegment field = memory.asSlice(formatsStart() + (long) index * FORMAT_BYTES, FORMAT_BYTES);
        field.fill((byte) 0).copyFrom(MemorySegment.ofArray(format.getBytes(StandardCharsets.US_ASCII)));
        memory.set(ValueLayout.JAVA_BYTE, kindsStart() + index, kind);
    }

    private long offset(int index) {
        return memory.get(LONG, (index + 1L) * WORD);
    }

    private static long dataStart(int count) {
        return (count + 2L) * WORD;
    }

    private long formatsStart() {
        return dataStart(count) + offset(count);
    }

    private long kindsStart() {
        return formatsStart() + (long) count * FORMAT_BYTES;
    }

    private static IOException noList(String name, String facts) {
        return new IOException("cannot attach to list " + name
                + ": the shared memory of this name holds no ShareableList; " + facts);
    }
}

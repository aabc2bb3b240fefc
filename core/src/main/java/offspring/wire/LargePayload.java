package offspring.wire;

import java.io.IOException;

/**
 * A payload of which most is in shared memory.
 *
 * <pre>
 * LARGE, handle (long), bytes there (long), the head
 * the head: STREAM; or CODEC and the codec's name (string); or the tag of a primitive array and its length (int)
 * there: what follows the head in a payload that is not large; the elements of an array are in the machine's order
 * </pre>
 *
 * <p>What the bytes there are is of no concern to who carries the message: to the others it is a shared object in it.
 */
final class LargePayload {

    private LargePayload() {}

    static byte[] of(long handle, long bytes, ByteWriter head) {
        ByteWriter out = new ByteWriter(32 + head.size());
        out.write(Tag.LARGE);
        out.putLong(handle);
        out.putLong(bytes);
        out.write(head.array(), 0, head.size());
        return out.toByteArray();
    }

    /** Reads what follows the tag. */
    static Object read(ByteReader in, Admission admission) throws IOException, ClassNotFoundException {
        Abroad.refuse("a large object");
        long handle = in.getLong();
        long bytes = in.getLong();
        int tag = in.getByte();
        try (LargeTravel.Source source = LargeTravel.porter().unload(handle, bytes)) {
            return switch (tag) {
                case Tag.STREAM -> Graphs.read(source, admission);
                case Tag.CODEC -> Codecs.named(LeafReader.readString(in)).read(source);
                default -> LargeArrays.read(tag, in.getInt(), bytes, source, admission);
            };
        }
    }
}

package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/** What the arrays of primitives have in common: where their elements are, and what keeps them. */
abstract class SharedArray extends SharedData {

    private static final long serialVersionUID = 1;

    private final transient DataKind kind;
    private final transient int length;
    /** The elements; refers to their cell. */
    final transient MemorySegment data;

    SharedArray(DataKind kind, Elements elements) {
        super(kind, elements.cell());
        this.kind = kind;
        this.length = elements.length();
        this.data = elements.data();
    }

    /** The index, which is one of an element. Inlined where it is used, so that a loop checks it once. */
    final long checked(int index) {
        return Objects.checkIndex(index, length);
    }

    /** All bytes as a buffer, for one of the elements' type. */
    final ByteBuffer buffer() {
        return Buffers.of(data);
    }

    /**
     * How many elements it has, for ever.
     *
     * @return 0 or more
     */
    public int length() {
        return length;
    }

    /**
     * The elements themselves, not a copy, one after the other in the byte order of this machine. Accesses are plain:
     * what other processes see of them when is for a lock, an event or a message to say.
     *
     * @return all of the memory; the array stays as long as the segment, a part of it, or a buffer on it can be
     *     reached, so there is nothing to close
     */
    public MemorySegment segment() {
        return data;
    }

    /** Says how long it is. What it holds may be long, and change meanwhile. */
    @Override
    public String toString() {
        return kind.simpleName() + "[length=" + length + "]";
    }
}

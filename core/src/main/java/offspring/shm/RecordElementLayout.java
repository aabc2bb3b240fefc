package offspring.shm;

/**
 * A record in shared memory, in two copies.
 *
 * <pre>
 *      0  sequence          long   how often it was set; the last bit is the number of the copy that counts
 *      8  copy 0            the record, see {@link RecordLayout}, and zeros up to a multiple of 8
 *      …  copy 1            the same
 * </pre>
 *
 * <p>All zeros are a record of zeros.
 */
final class RecordElementLayout {

    static final int SEQUENCE = 0;
    private static final int COPIES = Long.BYTES;

    private RecordElementLayout() {}

    /** From one element to the next. */
    static long elementBytes(int recordBytes) {
        return COPIES + 2 * copyBytes(recordBytes);
    }

    static long element(long index, int recordBytes) {
        return index * elementBytes(recordBytes);
    }

    /** Where the copy is that counts, or will count, with this sequence. */
    static long copy(long element, long sequence, int recordBytes) {
        return element + COPIES + (sequence & 1) * copyBytes(recordBytes);
    }

    private static long copyBytes(int recordBytes) {
        return recordBytes + Long.BYTES - 1L & -Long.BYTES;
    }
}

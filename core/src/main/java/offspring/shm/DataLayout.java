package offspring.shm;

import offspring.handle.EmbeddedLock;

/**
 * The cell of a value or an array.
 *
 * <pre>
 *      0  lock              24 bytes, see {@link EmbeddedLock}
 *
 *  a value:
 *     24  value             int, for a boolean too (1 or 0), or long, for a double its raw bits
 *
 *  an array, whose elements are the cell's extension, one after the other:
 *     24  length            int    how many elements
 *     32  element bytes     long   from one to the next
 * </pre>
 */
final class DataLayout {

    static final int VALUE = EmbeddedLock.BYTES;

    static final int LENGTH = EmbeddedLock.BYTES;
    static final int ELEMENT_BYTES = EmbeddedLock.BYTES + Long.BYTES;

    private DataLayout() {}
}

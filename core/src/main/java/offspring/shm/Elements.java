package offspring.shm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import offspring.handle.Handle;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * The elements of an array in shared memory.
 *
 * @param cell has their lock, and is freed when nobody can reach it any more
 * @param length how many there are
 * @param data all of them; who can reach it can reach the cell
 */
record Elements(SharedCell cell, int length, MemorySegment data) {

    /** Zeros, whose memory is taken now. */
    static Elements create(DataKind kind, int length) {
        return create(kind, length, kind.elementBytes());
    }

    /** The same, for elements of any size. */
    static Elements create(DataKind kind, int length, long elementBytes) {
        if (length < 0) {
            throw new IllegalArgumentException(
                    "cannot make a " + kind.simpleName() + ": its length cannot be negative; length=" + length);
        }
        SharedCell cell = Handle.newCell(kind);
        long bytes = Math.multiplyExact(length, elementBytes);
        try {
            Region region = cell.extend(Math.max(1, bytes));
            cell.setLong(DataLayout.ELEMENT_BYTES, elementBytes);
            cell.setInt(DataLayout.LENGTH, length);
            return new Elements(cell, length, cell.keptView(region, bytes));
        } catch (IOException full) {
            throw new UncheckedIOException(
                    "cannot make a " + kind.simpleName() + " of " + bytes + " bytes: " + full.getMessage() + "; length="
                            + length,
                    full);
        }
    }

    /**
     * Those that another process has made.
     *
     * @throws IOException if they cannot be mapped
     */
    static Elements attach(SharedCell cell) throws IOException {
        int length = cell.getInt(DataLayout.LENGTH);
        long bytes = length * cell.getLong(DataLayout.ELEMENT_BYTES);
        Optional<MemorySegment> known = cell.keptView();
        return new Elements(cell, length, known.isPresent() ? known.get() : view(cell, bytes));
    }

    private static MemorySegment view(SharedCell cell, long bytes) throws IOException {
        Optional<Region> region = cell.extension();
        if (region.isEmpty()) {
            throw new IOException("it has no elements; handle=" + cell.handle());
        }
        return cell.keptView(region.get(), bytes);
    }
}

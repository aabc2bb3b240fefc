package offspring.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * The regions of a cell, one after the other, all of which are freed with it: for what turns out to be large only while
 * it is written.
 *
 * <p>Processes: one thread writes it before the cell is sent; from then on anybody reads it. Who has it sees to it that
 * the cell stays.
 *
 * <p>Lifetime: the mappings end with the arena. A region is the cell's before its memory is taken, so a process that is
 * killed meanwhile leaves it to who frees the cell.
 */
public final class RegionChain {

    private final SharedCell cell;
    private final Arena arena;
    /** The one written or read last; null at first. */
    private Region last;

    /** The chain of a cell. */
    public RegionChain(SharedCell cell, Arena arena) {
        this.cell = cell;
        this.arena = arena;
    }

    /**
     * One region more, whose memory is taken now.
     *
     * @throws IOException if there is not enough; then there is nothing to do but to let go of the cell
     */
    public Region append(long bytes) throws IOException {
        Region fresh = cell.heap().allocate(bytes, arena);
        if (last == null) {
            cell.extension(fresh);
        } else {
            last.header().setLongRelease(RegionLayout.NEXT_OFFSET, fresh.offset());
        }
        last = fresh;
        takeMemory();
        return fresh;
    }

    private void takeMemory() throws IOException {
        try {
            cell.heap().takeMemory(last);
        } catch (IOException full) {
            cell.heap().cells().collect(); // what is unreachable may be enough
            cell.heap().takeMemory(last);
        }
    }

    /** Nothing will follow: gives back what is left of the last region behind the first so many bytes. */
    public void end(long bytes) throws IOException {
        cell.heap().giveBack(last, bytes, last.bytes() - bytes);
    }

    /** The next region to be read; empty if there is none. */
    public Optional<Region> next() throws IOException {
        Optional<Region> found = last == null ? cell.extension(arena) : following();
        last = found.orElse(last);
        return found;
    }

    private Optional<Region> following() throws IOException {
        long next = last.header().getLongAcquire(RegionLayout.NEXT_OFFSET);
        return next == 0 ? Optional.empty() : Optional.of(cell.heap().attach(next, arena));
    }
}

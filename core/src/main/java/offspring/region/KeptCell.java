package offspring.region;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A cell that is kept by whoever can reach the memory of its extension: a part of a segment and a buffer made of it
 * refer to nothing but the segment's arena, so that one refers to the cell, by what it would do when it is closed.
 *
 * <p>Nobody closes it: it is found unreachable together with the cell. An automatic arena would be found first, and
 * the cell only when the garbage collector comes again.
 *
 * @param cell must stay
 * @param payload is what keeps the mapping
 */
record KeptCell(SharedCell cell, MemorySegment payload) implements Consumer<MemorySegment> {

    /**
     * Those of a JVM in which we may not say what a segment keeps. Freeing a region gives no memory back there
     * either.
     */
    private static final Set<SharedCell> FOR_EVER = ConcurrentHashMap.newKeySet();

    /** The same memory, with an arena that keeps the cell. Never the call that makes the JVM warn of native access. */
    @SuppressWarnings("restricted")
    static MemorySegment view(MemorySegment payload, SharedCell cell) {
        if (KeptCell.class.getModule().isNativeAccessEnabled()) {
            return payload.reinterpret(Arena.ofShared(), new KeptCell(cell, payload));
        }
        FOR_EVER.add(cell);
        return payload;
    }

    @Override
    public void accept(MemorySegment closed) {
        throw new IllegalStateException("nobody has the arena, so nobody can close it; " + cell);
    }
}

package offspring.region;

import offspring.os.Machine;

/**
 * The first bytes of the family heap, version 1. All words in the order of the machine.
 *
 * <pre>
 *      0  magic            long   "OFFSPHEP"
 *      8  version          int
 *     12  page bytes       int    of the machine that made it
 *     16  heap bytes       long   where offsets end
 *     24                          unused
 *     32  key              32 bytes  a secret of the family, random
 *     64                          unused
 *    128  next             long   the first offset that was never given out; on cache lines of its own, since
 *    136                          every allocation of every process writes it
 *   4096  slot 0           64 bytes
 *   4160  slot 1
 *    ...
 *  68096  (end of slot 999)
 *  69632  ends of processes, see {@link ObituaryLayout}
 *  131072 the first region
 *
 *  a slot, one per living process:
 *      0  claimer          long   the process that starts or started it, packed; 0: the slot is free
 *      8  process          long   the process itself, packed; 0: not started yet
 *     16  user             long   a process that keeps a ledger here, packed; 0: none. Not that of the words above
 *     24  ledger           long   the offset of its ledger's region ({@link LedgerLayout}); 0: not made yet
 *     32                          unused
 * </pre>
 *
 * <p>Slots are as large as a cache line, so that a process that writes into its own disturbs nobody.
 */
final class HeapLayout {

    static final long MAGIC = 0x5045_4850_5346_464FL;
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int PAGE_BYTES_OFFSET = 12;
    static final int HEAP_BYTES_OFFSET = 16;
    static final int KEY_OFFSET = 32;
    static final int KEY_BYTES = 32;
    static final int NEXT_OFFSET = 128;

    static final int SLOT_COUNT = 1_000;
    static final int SLOT_BYTES = 64;
    static final int CLAIMER = 0;
    static final int PROCESS = 8;
    static final int USER = 16;
    static final int LEDGER = 24;

    private static final int SLOTS_OFFSET = 4096;

    /** Where regions begin: behind the slots, on a page boundary whatever the page size. */
    static final int FIRST_REGION = 131_072;

    /** Small regions lie in windows of this size, which a process maps as a whole; none crosses a boundary. */
    static final long WINDOW_BYTES = 64L << 20;

    /** What is larger has a mapping of its own. */
    static final long LARGEST_IN_WINDOW_BYTES = 1L << 20;

    private HeapLayout() {}

    static int slot(int index) {
        return SLOTS_OFFSET + index * SLOT_BYTES;
    }

    static long pageAligned(long bytes) {
        long mask = Machine.pageBytes() - 1L;
        return bytes + mask & ~mask;
    }

    /** Whether what takes so many bytes lies in a window. */
    static boolean isSmall(long takenBytes) {
        return takenBytes <= LARGEST_IN_WINDOW_BYTES;
    }

    /** Where something of this size begins at the earliest, if the space before the given offset is taken. */
    static long place(long next, long takenBytes) {
        long left = WINDOW_BYTES - next % WINDOW_BYTES;
        return isSmall(takenBytes) && takenBytes > left ? next + left : next;
    }
}

package offspring.lock;

import java.nio.ByteOrder;
import offspring.handle.EmbeddedLock;

/**
 * A lock in shared memory. Zeros are a free lock.
 *
 * <pre>
 *      0  word      long   63..28 start time, 27..6 pid of the holder ({@link Holder}), 5..0 flags; 0 above the flags: free
 *      8  thread    long   the holder's thread; 0 before it is known and before a reentrant lock is released, whose thread matters
 *     16  holds     int    how often the holder has locked it, for reentrant ones
 * </pre>
 *
 * <p>Data have such a lock at the beginning of their cells, see {@link EmbeddedLock}.
 *
 * <p>The flags and the pid lie in the half of the word that waiters wait behind: no free word and no other holder's looks like
 * the one that they have seen.
 */
public final class LockWordLayout {

    public static final int WORD = 0;
    public static final int THREAD = 8;
    public static final int HOLDS = 16;
    public static final int BYTES = EmbeddedLock.BYTES;

    /** The half of the word that has the flags and the pid. */
    public static final int FUTEX = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? WORD : WORD + Integer.BYTES;

    public static final int FLAG_BITS = 6;

    /** Somebody sleeps, or did. */
    public static final long SLEEPERS = 1;
    /** A holder died, and nobody has said yet that what the lock protects is sound. Also on a free word. */
    public static final long DIED = 2;
    /** The new holder of a dead one's lock has not written its thread yet: the one there is the dead one's. */
    public static final long TAKING = 4;
    /** A waiter has heard that the holder's process has ended: all who sleep are to look. */
    public static final long ENDED = 8;

    private LockWordLayout() {}
}

package offspring.ipc;

import java.io.Serializable;

/**
 * A pipe between processes: what goes in at one end comes out at the other, message by message.
 *
 * <p>Shape: its two ends. Made duplex, each end sends and receives; otherwise the second only sends and the first
 * only receives. What an end sends, it does not receive itself.
 *
 * <p>Processes: any process of the program may hold an end, and several may hold the same: an end is captured by a
 * task or by a child's action, passed, or sent through a queue or another pipe. Close what you do not need yourself:
 * as long as you hold an end, the other side sees no end of file. A parent may close its copy of the child's end as
 * soon as {@code start} has returned.
 *
 * <p>Blocking: see {@link Connection}. A sender waits while 16 MiB or more are unread; a single message may be of any
 * size.
 *
 * <p>Lifetime: as long as anybody holds an end of it. When the last holder of an end has closed it or has ended, in
 * whatever way, and no message carries it, the other end has its end of file.
 *
 * <p>Cost: messages go through shared memory, without a system call while both sides are awake.
 *
 * @param <T> what is sent, both ways
 * @param first the end that only receives, if it is not duplex
 * @param second the end that only sends, if it is not duplex
 * @apiNote Python: {@code multiprocessing.Pipe}. Differs: an end may be sent anywhere, and used by several at a time.
 */
public record SharedPipe<T>(Connection<T> first, Connection<T> second) implements AutoCloseable, Serializable {

    /**
     * Makes a pipe whose ends both send and receive.
     *
     * @param <T> what is sent
     * @return a new pipe
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <T> SharedPipe<T> create() {
        return create(true);
    }

    /**
     * Makes a pipe.
     *
     * @param <T> what is sent
     * @param duplex whether both ends send and receive; otherwise the second sends and the first receives
     * @return a new pipe
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <T> SharedPipe<T> create(boolean duplex) {
        PipeEnd[] ends = PipeEnd.create(duplex);
        return new SharedPipe<>(new PipeConnection<>(ends[0]), new PipeConnection<>(ends[1]));
    }

    /** Closes both ends here; other processes keep theirs. Idempotent. */
    @Override
    public void close() {
        first.close();
        second.close();
    }
}

package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A descriptor that the kernel gave us; closed once, since its number may be another file's after that. */
public final class OwnedDescriptor implements Closeable {

    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST_OF_FILES = 3;

    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    OwnedDescriptor(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Leaves it to somebody else, who closes it; its number. */
    int giveAway() {
        if (!open.getAndSet(false)) {
            throw new IllegalStateException("cannot give away a descriptor: it is closed; number=" + number);
        }
        return number;
    }

    /**
     * One more for the same file. {@code int fcntl(int fd, F_DUPFD_CLOEXEC, int atLeast)}.
     *
     * @throws IOException if no descriptor is left
     */
    public OwnedDescriptor duplicate() throws IOException {
        return duplicate(number);
    }

    static OwnedDescriptor duplicate(int number) throws IOException {
        long duplicate = Native.call(SystemCall.FCNTL, number, F_DUPFD_CLOEXEC, FIRST_OF_FILES);
        if (duplicate < 0) {
            throw new IOException("cannot duplicate a descriptor: fcntl failed with " + Errno.name(duplicate));
        }
        return new OwnedDescriptor((int) duplicate);
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            Native.call(SystemCall.CLOSE, number);
        }
    }
}

package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A descriptor that becomes readable when this process says so, to end a thread's ppoll(2): eventfd(2). */
final class EventDescriptor implements Closeable {

    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;

    private final OwnedDescriptor descriptor;

    private EventDescriptor(OwnedDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * {@code int eventfd2(unsigned int count, int flags)}.
     *
     * @return empty if no descriptor is left
     */
    static Optional<EventDescriptor> open() {
        long descriptor = Native.call(SystemCall.EVENTFD2, 0, CLOEXEC | NONBLOCK);
        return descriptor < 0 ? Optional.empty() : Optional.of(new EventDescriptor(new OwnedDescriptor((int) descriptor)));
    }

    int number() {
        return descriptor.number();
    }

    /** Makes it readable. */
    void set() {
        MemorySegment one = Native.scratch();
        one.set(JAVA_LONG, 0, 1);
        Native.call(SystemCall.WRITE, number(), one.address(), Long.BYTES);
    }

    /** Makes it unreadable. */
    void clear() {
        Native.call(SystemCall.READ, number(), Native.scratch().address(), Long.BYTES);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}

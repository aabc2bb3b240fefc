package offspring.os;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

/** A descriptor that the kernel gave us; closed once, since its number may be another file's after that. */
final class OwnedDescriptor implements Closeable {

    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    OwnedDescriptor(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            Native.call(SystemCall.CLOSE, number);
        }
    }
}

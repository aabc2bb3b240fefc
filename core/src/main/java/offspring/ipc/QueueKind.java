package offspring.ipc;

import java.io.IOException;
import offspring.handle.Kind;
import offspring.region.SharedCell;

/** The kinds of queues. */
enum QueueKind implements Kind {
    QUEUE(0x40, "SharedQueue") {
        @Override
        public Object of(SharedCell cell) throws IOException {
            return new SharedQueue<>(QueueCore.attach(this, cell));
        }
    };

    private final int number;
    private final String simpleName;

    QueueKind(int number, String simpleName) {
        this.number = number;
        this.simpleName = simpleName;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String typeName() {
        return "offspring.ipc." + simpleName;
    }
}

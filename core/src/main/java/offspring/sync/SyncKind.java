package offspring.sync;

import offspring.handle.Kind;
import offspring.region.SharedCell;

/** The kinds of this package. */
enum SyncKind implements Kind {
    LOCK(1, "SharedLock") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedLock(cell);
        }
    },
    REENTRANT_LOCK(2, "SharedReentrantLock") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedReentrantLock(cell);
        }

        @Override
        public boolean accepts(int number) {
            return number == number() || number >= Kind.FIRST_OF_DATA;
        }
    },
    EVENT(3, "SharedEvent") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedEvent(cell);
        }
    },
    SEMAPHORE(4, "SharedSemaphore") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedSemaphore(this, cell);
        }
    },
    UNOWNED_SEMAPHORE(5, "SharedSemaphore") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedSemaphore(this, cell);
        }
    },
    /** Comes back without its lock, see {@link Accompanied}. */
    CONDITION(6, "SharedCondition") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedCondition(cell, null);
        }
    },
    /** Comes back without its action, see {@link Accompanied}. */
    BARRIER(7, "SharedBarrier") {
        @Override
        public SharedObject of(SharedCell cell) {
            return new SharedBarrier(cell, null);
        }
    };

    private final int number;
    private final String simpleName;

    SyncKind(int number, String simpleName) {
        this.number = number;
        this.simpleName = simpleName;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String typeName() {
        return "offspring.sync." + simpleName;
    }
}

package offspring.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import offspring.region.FamilyHeap;
import offspring.region.SharedCell;

/** What a cell is. */
enum Kind {
    LOCK("SharedLock") {
        @Override
        SharedObject of(SharedCell cell) {
            return new SharedLock(cell);
        }
    },
    REENTRANT_LOCK("SharedReentrantLock") {
        @Override
        SharedObject of(SharedCell cell) {
            return new SharedReentrantLock(cell);
        }
    },
    EVENT("SharedEvent") {
        @Override
        SharedObject of(SharedCell cell) {
            return new SharedEvent(cell);
        }
    };

    private final String typeName;

    Kind(String typeName) {
        this.typeName = typeName;
    }

    String typeName() {
        return typeName;
    }

    abstract SharedObject of(SharedCell cell);

    SharedCell create() {
        try {
            return FamilyHeap.current().cells().create(number());
        } catch (IOException noHeap) {
            throw new UncheckedIOException(
                    "cannot make a " + typeName + ": there is no shared memory; " + noHeap.getMessage(), noHeap);
        }
    }

    SharedCell attach(long handle) throws IOException {
        return FamilyHeap.current().cells().attach(handle, number());
    }

    /** Not 0, which is what an empty cell says. */
    private int number() {
        return ordinal() + 1;
    }
}

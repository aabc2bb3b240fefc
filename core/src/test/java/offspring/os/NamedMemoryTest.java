package offspring.os;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes of a lack of memory. Nothing may be left of the attempt, which the leak check sees. */
@ExtendWith(LeakCheck.class)
class NamedMemoryTest {

    private static final IOException NO_SPACE = new IOException("No space left on device");

    /** Somebody takes the rest between our look and our reservation. */
    private static final class TakenMeanwhile extends NamedMemory.Space {

        private final long leftBytes;
        private boolean taken;

        TakenMeanwhile(long leftBytes) {
            this.leftBytes = leftBytes;
        }

        @Override
        long usableBytes(Path directory) {
            return taken ? leftBytes : Long.MAX_VALUE;
        }

        @Override
        MemorySegment mapReserved(Path file, long sizeBytes, Arena arena) throws IOException {
            taken = true;
            throw NO_SPACE;
        }
    }

    @Test
    void memoryThatIsTakenBeforeWeReserveItIsNamedAsTheCause() {
        assertThatIOException()
                .isThrownBy(() -> NamedMemory.draft(4096, Arena.ofAuto(), new TakenMeanwhile(100)))
                .withMessageMatching("cannot create shared memory: /dev/shm is too full; sizeBytes=4096 free=100"
                        + " of=\\d+; unlink what is not needed, or enlarge it .*")
                .withCause(NO_SPACE);
    }

    @Test
    void anotherFailureIsToldAsItIs() {
        assertThatIOException()
                .isThrownBy(() -> NamedMemory.draft(4096, Arena.ofAuto(), new TakenMeanwhile(4096)))
                .isSameAs(NO_SPACE);
    }
}

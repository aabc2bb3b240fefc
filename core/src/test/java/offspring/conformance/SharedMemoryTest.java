package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import offspring.shm.ShareableList;
import offspring.shm.SharedMemory;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;

/** {@code _TestSharedMemory}: what has no test of its own beside the classes. A handle is decoded in this very process. */
class SharedMemoryTest {

    @Test
    void testSharedMemoryPickleUnpickle() throws Exception {
        try (SharedMemory memory = SharedMemory.create(512);
                SharedMemory copy = (SharedMemory) Payload.decode(Payload.encode(memory))) {
            assertThat(copy.name()).isEqualTo(memory.name());
            memory.buffer().put(0, (byte) 1);
            assertThat(copy.buffer().get(0)).isEqualTo((byte) 1);
            copy.buffer().put(511, (byte) 2);
            assertThat(memory.buffer().get(511)).isEqualTo((byte) 2);
            copy.unlink();
        }
    }

    @Test
    void testSharedMemoryPickleUnpickleDeadObject() throws Exception {
        try (SharedMemory memory = SharedMemory.create(512)) {
            byte[] handle = Payload.encode(memory);
            memory.unlink();
            SharedMemory dead = (SharedMemory) Payload.decode(handle);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(dead::segment)
                    .withCauseInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void testSharedMemoryShareableListPickling() throws Exception {
        try (ShareableList list = ShareableList.create(0L, 1L, 2L);
                ShareableList copy = (ShareableList) Payload.decode(Payload.encode(list))) {
            assertThat(copy).containsExactly(0L, 1L, 2L);
            list.set(0, -1L);
            copy.set(2, 7L);
            assertThat(list).containsExactly(-1L, 1L, 7L).isEqualTo(copy);
            copy.unlink();
        }
    }

    @Test
    void testSharedMemoryShareableListPicklingDeadObject() throws Exception {
        try (ShareableList list = ShareableList.create(0L)) {
            byte[] handle = Payload.encode(list);
            list.unlink();
            ShareableList dead = (ShareableList) Payload.decode(handle);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(dead::size)
                    .withCauseInstanceOf(NoSuchFileException.class);
        }
    }
}

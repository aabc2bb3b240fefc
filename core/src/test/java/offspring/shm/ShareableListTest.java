package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ShareableListTest {

    @Test
    void isAListOfFixedSize() throws Exception {
        try (ShareableList list = ShareableList.create(1L, "two", 3.0, null)) {
            assertThat(list).containsExactly(1L, "two", 3.0, null).hasToString("[1, two, 3.0, null]");
            assertThat(list.set(1, true)).isEqualTo("two");
            assertThat(list.get(1)).isEqualTo(true);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.add(1L));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(4));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.set(-1, null));
            list.unlink();
        }
    }

    @Test
    void bytesAreFoundByTheirContentAndAreCopies() throws Exception {
        try (ShareableList list = ShareableList.create(new byte[] {1}, 5L, new byte[] {1})) {
            assertThat(list.indexOf(new byte[] {1})).isZero();
            assertThat(list.lastIndexOf(new byte[] {1})).isEqualTo(2);
            assertThat(list.count(new byte[] {1})).isEqualTo(2);
            assertThat(list.contains(6L)).isFalse();
            ((byte[]) list.get(0))[0] = 2;
            assertThat((byte[]) list.get(0)).containsExactly(1);
            list.unlink();
        }
    }

    @Test
    void whatCannotBeInItIsRefusedAndLeavesNothing() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareableList.create(1L, 2))
                .withMessageContaining("java.lang.Integer")
                .withMessageContaining("write 42L");
        assertThatIllegalArgumentException().isThrownBy(() -> ShareableList.create("\ud800")).withMessageContaining("surrogate");
        assertThatIllegalArgumentException().isThrownBy(() -> ShareableList.create(new byte[1_000_000])).withMessageContaining("NUL");
        assertThatIllegalArgumentException().isThrownBy(() -> ShareableList.create("x".repeat(10_000_000)));
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
        try (ShareableList list = ShareableList.create("1234567", 1L)) {
            list.set(0, "12345678");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> list.set(0, "123456789"))
                    .withMessageContaining("9 bytes into a place of a ShareableList that has 8");
            assertThatIllegalArgumentException().isThrownBy(() -> list.set(1, "five é é é é"));
            assertThat(list).containsExactly("12345678", 1L);
            list.unlink();
        }
    }

    @Test
    void emptyListsAndLongTextsWork() throws Exception {
        try (ShareableList empty = ShareableList.create();
                ShareableList large = ShareableList.create("y".repeat(1_000_000), new byte[99_999])) {
            assertThat(empty).isEmpty();
            assertThat(large.get(0)).isEqualTo("y".repeat(1_000_000));
            assertThat((byte[]) large.get(1)).isEqualTo(new byte[99_999]);
            empty.unlink();
            large.unlink();
        }
    }

    @Test
    void memoryWithoutAListIsNotTakenForOne() throws Exception {
        long[] notCounts = {-1, 1, 1000, Long.MAX_VALUE};
        for (long count : notCounts) {
            try (SharedMemory memory = SharedMemory.create(40)) {
                memory.buffer().putLong(0, count).putLong(16, 1 << 30);
                assertThatIOException()
                        .isThrownBy(() -> ShareableList.attach(memory.name()))
                        .withMessageContaining("holds no ShareableList");
                memory.unlink();
            }
        }
    }

    @Test
    void aChildSetsWhatItsParentReads() throws Exception {
        try (ShareableList list = ShareableList.create(0L, "        ", false)) {
            ChildProcess child = ChildProcess.builder().start(() -> {
                list.set(0, 7L);
                list.set(1, "of child");
                list.set(2, list.size() == 3);
            });
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(list).containsExactly(7L, "of child", true);
            list.unlink();
        }
    }

    @Test
    void afterCloseEveryAccessIsAnException() throws Exception {
        ShareableList list = ShareableList.create(1L);
        list.close();
        assertThatIllegalStateException().isThrownBy(() -> list.get(0)).withMessageContaining("it is closed");
        assertThatIllegalStateException().isThrownBy(list::size);
        assertThat(Files.exists(Path.of("/dev/shm", list.name()))).isTrue();
        list.unlink();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> ShareableList.attach(list.name()));
    }

    @Test
    void itsHandleHasTheSameSizeHoweverLongItIs() throws Exception {
        try (ShareableList small = ShareableList.create(1L);
                ShareableList large = ShareableList.create("x".repeat(100_000))) {
            assertThat(Payload.encode(large)).hasSameSizeAs(Payload.encode(small));
            small.unlink();
            large.unlink();
        }
    }
}

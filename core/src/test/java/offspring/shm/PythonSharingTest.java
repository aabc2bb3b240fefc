package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both directions, against the installed {@code python3}. */
@ExtendWith(LeakCheck.class)
class PythonSharingTest {

    private static final Object[] ONE_OF_EACH = {
        Long.MIN_VALUE, -1.5, true, false, "hello", "12345678", "", new byte[] {1, 2, (byte) 255}, new byte[0], null, "grün"
    };
    private static final String THE_SAME =
            "[-2**63, -1.5, True, False, 'hello', '12345678', '', bytes([1, 2, 255]), b'', None, 'grün']";

    private final String name = "offspring-test-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

    @BeforeEach
    void requirePython() {
        Python.require();
    }

    private static byte[] bytesOf(String name) throws Exception {
        return Files.readAllBytes(Path.of("/dev/shm", name));
    }

    @Test
    void pythonReadsAndWritesABlockOfOurs() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 5000)) {
            memory.segment().set(ValueLayout.JAVA_BYTE, 4999, (byte) 77);
            assertThat(Python.run("m = SharedMemory(name); print(m.name == name, m.size, m.buf[4999]); m.buf[0] = 9; m.close()", name))
                    .containsExactly("True 5000 77");
            assertThat(memory.buffer().get(0)).isEqualTo((byte) 9);
            Python.run("SharedMemory(name).unlink()", name);
            assertThat(Path.of("/dev/shm", name)).doesNotExist();
        }
    }

    @Test
    void weReadAndWriteABlockOfPythons() throws Exception {
        List<String> made = Python.run("m = SharedMemory(create=True, size=100); m.buf[99] = 5; print(m.name); m.close()", name);
        try (SharedMemory memory = SharedMemory.attach(made.getFirst())) {
            assertThat(memory.size()).isEqualTo(100);
            assertThat(memory.buffer().get(99)).isEqualTo((byte) 5);
            memory.buffer().put(0, (byte) 6);
            assertThat(Python.run("m = SharedMemory(name); print(m.buf[0]); m.close()", made.getFirst()))
                    .containsExactly("6");
            memory.unlink();
        }
    }

    @Test
    void pythonReadsEveryKindOfItemOfOurs() throws Exception {
        try (ShareableList list = ShareableList.createNamed(name, ONE_OF_EACH)) {
            assertThat(Python.run("l = ShareableList(name=name); print(list(l) == " + THE_SAME + "); l.shm.close()", name))
                    .containsExactly("True");
            list.unlink();
        }
    }

    @Test
    void weReadEveryKindOfItemOfPythons() throws Exception {
        Python.run("l = ShareableList(" + THE_SAME + ", name=name); l.shm.close()", name);
        try (ShareableList list = ShareableList.attach(name)) {
            assertThat(Arrays.deepEquals(list.toArray(), ONE_OF_EACH)).as(list.toString()).isTrue();
            list.unlink();
        }
    }

    @Test
    void ourListHasTheSameBytesAsPythons() throws Exception {
        Python.run("ShareableList(" + THE_SAME + ", name=name).shm.close()", name);
        byte[] ofPython = bytesOf(name);
        try (SharedMemory memory = SharedMemory.attach(name)) {
            memory.unlink();
        }
        try (ShareableList list = ShareableList.createNamed(name, ONE_OF_EACH)) {
            assertThat(bytesOf(name)).isEqualTo(ofPython);
            list.unlink();
        }
    }

    @Test
    void eachSetsWhatTheOtherReadsAndTypesMayChange() throws Exception {
        try (ShareableList list = ShareableList.createNamed(name, "a long enough text", 1L, 2.0, new byte[] {1})) {
            Python.run("l = ShareableList(name=name); l[0] = 7; l[1] = None; l[2] = 'eight ch'; l[3] = True; l.shm.close()", name);
            assertThat(list).containsExactly(7L, null, "eight ch", true);
            list.set(0, "twenty-four characters..");
            list.set(1, "x");
            list.set(2, -3L);
            list.set(3, "bytes".getBytes(StandardCharsets.UTF_8));
            assertThat(Python.run("l = ShareableList(name=name); print(list(l)); l.shm.close()", name))
                    .containsExactly("['twenty-four characters..', 'x', -3, b'bytes']");
            list.unlink();
        }
    }

    @Test
    void trailingNulsArriveInJavaAndDoNotDisturbPython() throws Exception {
        byte[] zeros = {1, 0, 0};
        try (ShareableList list = ShareableList.createNamed(name, zeros, "text\0", new byte[8])) {
            List<Object> kept = new ArrayList<>(list);
            assertThat((byte[]) kept.get(0)).isEqualTo(zeros);
            assertThat(kept.get(1)).isEqualTo("text\0");
            assertThat((byte[]) kept.get(2)).isEqualTo(new byte[8]);
            assertThat(Python.run(
                            "l = ShareableList(name=name); print(list(l)); l[0] = b'longer'; l[1] = 'longer'; print(list(l)); l.shm.close()",
                            name))
                    .containsExactly("[b'\\x01', 'text', b'']", "[b'longer', 'longer', b'']");
            assertThat((byte[]) list.get(0)).isEqualTo("longer".getBytes(StandardCharsets.UTF_8));
            assertThat(list.get(1)).isEqualTo("longer");
            list.unlink();
        }
    }

    @Test
    void textOfSeveralBytesACharacterFitsWhereItDoesNotInPython() throws Exception {
        String text = "ééééééé"; // 7 characters, 14 bytes
        try (ShareableList list = ShareableList.createNamed(name, text, 1L)) {
            assertThat(list).containsExactly(text, 1L);
            assertThat(Python.run("l = ShareableList(name=name); print(l[0] == 'é' * 7, l[1]); l.shm.close()", name))
                    .containsExactly("True 1");
            list.unlink();
        }
    }
}

package offspring.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes));
    }

    @Test
    void framesArriveWholeAndInOrder() throws Exception {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(pipe);
        writer.write(new Frame(FrameKind.LOG, new byte[] {1, 2, 3}), Frame.of(FrameKind.HELLO));
        writer.write(new Frame(FrameKind.NOTE, new byte[3_000_000]));
        FrameReader reader = reader(pipe.toByteArray());
        assertThat(reader.read().body()).containsExactly(1, 2, 3);
        assertThat(reader.read().kind()).isEqualTo(FrameKind.HELLO);
        assertThat(reader.read().body()).hasSize(3_000_000);
        assertThat(reader.read()).isNull();
    }

    @Test
    void aFrameThatIsCutOffIsTheEnd() throws Exception {
        byte[] whole = FrameWriter.bytesOf(new Frame(FrameKind.LOG, new byte[10]));
        for (int length = 0; length < whole.length; length++) {
            assertThat(reader(Arrays.copyOf(whole, length)).read()).isNull();
        }
    }

    @Test
    void whatIsNoFrameIsRefused() {
        assertThatThrownBy(() -> reader(new byte[] {-1, -1, -1, -1, 0}).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("claims -1 bytes");
        assertThatThrownBy(() -> reader(new byte[] {0, 0, 0, 0, 99}).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("number 99");
    }

    @Test
    void setupJobAndGoodbyeComeBackAsTheyWere() throws Exception {
        Setup setup = new Setup("/proc/1/fd/2", 42, true, List.of("demo.A", "demo.B"), List.of("demo.C"));
        assertThat(Setup.of(setup.toFrame())).isEqualTo(setup);
        Job job = new Job("näme", "1:2", true, false, "SPAWN", "", List.of(new Ancestor("MainProcess", 1, 2, false)),
                new byte[] {2, 3}, true, new byte[] {1});
        assertThat(Job.of(job.toFrame())).usingRecursiveComparison().isEqualTo(job);
        assertThat(Goodbye.of(new Goodbye(0, true).toFrame())).isEqualTo(new Goodbye(0, true));
        assertThat(Goodbye.of(new Goodbye(15, false).toFrame())).isEqualTo(new Goodbye(15, false));
    }
}

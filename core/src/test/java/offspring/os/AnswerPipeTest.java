package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AnswerPipeTest {

    /** Opens the path, says something, and waits to be told to end. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            try (OutputStream out = new FileOutputStream(arguments[0])) {
                out.write(42);
                System.in.read();
                out.write(43);
            }
        }
    }

    @Test
    void carriesWhatAnotherProcessWritesAndEndsWithIt() throws Exception {
        try (AnswerPipe pipe = AnswerPipe.create();
                TestJvm writer = TestJvm.start(Writer.class, pipe.writePath().toString())) {
            assertThat(pipe.input().read()).isEqualTo(42);
            pipe.closeOwnWriter();
            writer.writeLine("go on");
            assertThat(pipe.input().read()).isEqualTo(43);
            assertThat(pipe.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsWhenTheOtherProcessIsKilled() throws Exception {
        try (AnswerPipe pipe = AnswerPipe.create();
                TestJvm writer = TestJvm.start(Writer.class, pipe.writePath().toString())) {
            assertThat(pipe.input().read()).isEqualTo(42);
            pipe.closeOwnWriter();
            writer.kill();
            assertThat(pipe.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void manyAtATimeAreKeptApartAndLeaveNothing() throws Exception {
        List<AnswerPipe> pipes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pipes.add(AnswerPipe.create());
        }
        for (int i = 0; i < 50; i++) {
            try (OutputStream out = new FileOutputStream(pipes.get(i).writePath().toFile())) {
                out.write(i);
            }
        }
        for (int i = 0; i < 50; i++) {
            assertThat(pipes.get(i).input().read()).isEqualTo(i);
            pipes.get(i).close();
            pipes.get(i).close();
            assertThat(Files.exists(pipes.get(i).writePath())).isFalse();
        }
    }
}

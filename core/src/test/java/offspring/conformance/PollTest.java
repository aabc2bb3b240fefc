package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestPoll}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class PollTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> STRINGS = List.of("hello", "", "a", "b", "", "bye", "", "lop");

    @Test
    void testEmptyString() throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            assertThat(pipe.first().poll()).isFalse();
            pipe.second().sendBytes(new byte[0]);
            assertThat(pipe.first().poll()).isTrue();
            assertThat(pipe.first().poll()).isTrue();
            assertThat(pipe.first().receiveBytes()).isEmpty();
            assertThat(pipe.first().poll()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testStrings(StartMethod method) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            Connection<Object> out = pipe.second();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                for (String text : STRINGS) {
                    out.sendBytes(text.getBytes(StandardCharsets.UTF_8));
                }
                out.close();
            });
            out.close();
            for (String text : STRINGS) {
                assertThat(pipe.first().poll(LONG)).isTrue();
                assertThat(new String(pipe.first().receiveBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
            }
            child.join();
        }
    }

    /** A poll in one process while another sends and reads does not eat what is for others. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testBoundaries(StartMethod method) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create(false)) {
            Connection<Object> out = pipe.second();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                List<byte[]> messages = List.of(bytes("first"), bytes("second"), bytes("third"));
                for (byte[] message : messages) {
                    out.sendBytes(message);
                }
            });
            assertThat(pipe.first().poll(LONG)).isTrue();
            List<String> read = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                assertThat(pipe.first().poll(LONG)).isTrue();
                read.add(new String(pipe.first().receiveBytes(), StandardCharsets.UTF_8));
            }
            assertThat(read).containsExactly("first", "second", "third");
            child.join();
        }
    }

    @Test
    void testDontMerge() throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            Connection<Object> first = pipe.first();
            Connection<Object> second = pipe.second();
            assertThat(first.poll(Duration.ZERO)).isFalse();
            assertThat(second.poll(Duration.ZERO)).isFalse();
            second.sendBytes(bytes("a"));
            second.sendBytes(bytes("b"));
            second.sendBytes(bytes("cd"));
            assertThat(first.poll(Duration.ofMillis(100))).isTrue();
            assertThat(first.receiveBytes()).isEqualTo(bytes("a"));
            assertThat(first.poll(Duration.ofMillis(100))).isTrue();
            assertThat(first.poll(Duration.ofMillis(100))).isTrue();
            assertThat(first.receiveBytes()).isEqualTo(bytes("b"));
            assertThat(first.poll(Duration.ofMillis(100))).isTrue();
            assertThat(first.receiveBytes()).isEqualTo(bytes("cd"));
            assertThat(first.poll()).isFalse();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

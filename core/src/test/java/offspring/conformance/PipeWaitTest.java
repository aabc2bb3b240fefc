package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedEvent;
import offspring.sync.Waitable;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code TestWait} over pipes; over processes and over threads. */
@ExtendWith(LeakCheck.class)
class PipeWaitTest {

    private static final int WRITERS = 4;
    private static final int MESSAGES = 10;

    private record Sent(int number, long pid) implements java.io.Serializable {}

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWait(StartMethod method) throws Exception {
        waitForAll(method, false);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitSlow(StartMethod method) throws Exception {
        waitForAll(method, true);
    }

    private static void waitForAll(StartMethod method, boolean slow) throws Exception {
        List<Connection<Sent>> readers = new ArrayList<>();
        List<ChildProcess> children = new ArrayList<>();
        List<Sent> expected = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            SharedPipe<Sent> pipe = SharedPipe.create(false);
            Connection<Sent> writer = pipe.second();
            int mark = i;
            children.add(ChildProcess.builder().daemon(true).startMethod(method).start(() -> {
                Random random = new Random();
                for (int number = 0; number < MESSAGES; number++) {
                    if (slow) {
                        Thread.sleep(random.nextInt(30));
                    }
                    writer.send(new Sent(number, mark));
                }
                writer.close();
            }));
            writer.close();
            readers.add(pipe.first());
            for (int number = 0; number < MESSAGES; number++) {
                expected.add(new Sent(number, mark));
            }
        }
        List<Sent> received = new ArrayList<>();
        while (!readers.isEmpty()) {
            for (Connection<Sent> ready : Waitable.waitForAny(readers)) {
                try {
                    received.add(ready.receive());
                } catch (EOFException ended) {
                    readers.remove(ready);
                    ready.close();
                }
            }
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
        for (ChildProcess child : children) {
            child.join();
        }
    }

    @Test
    void testWaitTimeout() throws Exception {
        try (SharedPipe<Object> a = SharedPipe.create();
                SharedPipe<Object> b = SharedPipe.create()) {
            List<Connection<Object>> both = List.of(a.first(), b.first());
            long start = System.nanoTime();
            assertThat(Waitable.waitForAny(both, Duration.ofMillis(100))).isEmpty();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
            b.second().send(null);
            assertThat(Waitable.waitForAny(both, Duration.ofSeconds(20))).containsExactly(b.first());
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitInteger(StartMethod method) throws Exception {
        SharedEvent mayEnd = SharedEvent.create();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(mayEnd::await);
        try (SharedPipe<Object> a = SharedPipe.create();
                SharedPipe<Object> b = SharedPipe.create()) {
            List<Waitable> all = List.of(a.first(), child.sentinel(), b.second());
            assertThat(Waitable.waitForAny(all, Duration.ofMillis(20))).isEmpty();
            mayEnd.set();
            assertThat(Waitable.waitForAny(all)).containsExactly(child.sentinel());
            a.second().send(1);
            assertThat(Waitable.waitForAny(all)).containsExactly(a.first(), child.sentinel());
            b.first().send(2);
            assertThat(Waitable.waitForAny(all)).containsExactlyElementsOf(all);
            assertThat(a.first().receive()).isEqualTo(1);
            assertThat(Waitable.waitForAny(all)).containsExactly(child.sentinel(), b.second());
            assertThat(b.second().receive()).isEqualTo(2);
            child.join();
        }
    }

    @Test
    void testNegTimeout() throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            assertThat(Waitable.waitForAny(List.of(pipe.first()), Duration.ofSeconds(-1))).isEmpty();
            assertThatThrownBy(() -> Waitable.waitForAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import offspring.WorkerDiedException;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool where features of the system are refused: polled words, files instead of anonymous memory, commands. */
@ExtendWith(LeakCheck.class)
class PortablePoolTest {

    private static final List<String> EXPECTED = List.of(
            "map 333283335000", "big 3000000", "burst 499500", "died -9 and then 1", "timeout", "cancelled true true",
            "imap 4950", "ended true");

    /** One line for each thing that a pool is for. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Pool pool = Pool.create(2);
            List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
            System.out.println("map " + pool.map(n -> (long) n * n, numbers).stream().mapToLong(n -> n).sum());
            System.out.println("big " + pool.apply(bytes -> bytes.length, new byte[3_000_000]));
            System.out.println("burst " + burst(pool));
            System.out.println("died " + kill(pool) + " and then " + pool.apply(() -> 1));
            System.out.println(timeout(pool));
            AsyncResult<Object> waits = pool.applyAsync(Program::block);
            System.out.println("cancelled " + waits.cancel(true) + " " + waits.isCancelled());
            int sum = 0;
            try (ResultIterator<Integer> results = pool.imapUnordered(n -> n, numbers.subList(0, 100))) {
                while (results.hasNext()) {
                    sum += results.next();
                }
            }
            System.out.println("imap " + sum);
            pool.terminate();
            System.out.println("ended " + pool.join(Duration.ofSeconds(60)));
        }

        private static int burst(Pool pool) throws Exception {
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                results.add(pool.applyAsync(n -> n, i));
            }
            int sum = 0;
            for (AsyncResult<Integer> result : results) {
                sum += result.get();
            }
            return sum;
        }

        private static int kill(Pool pool) throws Exception {
            try {
                pool.apply(() -> new ProcessBuilder(
                                "/bin/sh", "-c", "kill -9 " + ProcessHandle.current().pid())
                        .start()
                        .waitFor());
                return 0;
            } catch (WorkerDiedException died) {
                return died.exitStatus().code();
            }
        }

        private static String timeout(Pool pool) throws Exception {
            AsyncResult<Object> result = pool.applyAsync(Program::block);
            try {
                result.get(Duration.ofMillis(50));
                return "no timeout";
            } catch (TimeoutException expected) {
                result.cancel(true);
                return "timeout";
            }
        }

        private static Object block() throws InterruptedException {
            Thread.sleep(1_000_000);
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "futex,futex_waitv", "memfd", "punch_hole,pipe,pidfd,signals"})
    void aPoolWorksTheSameWithoutTheseFeatures(String refused, @TempDir Path directory) throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .options("-Doffspring.os.refuse=" + refused)
                .java("-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
                        Program.class.getName())) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).containsExactlyElementsOf(EXPECTED);
            assertThat(result.exitCode()).isZero();
            program.awaitNoFamily();
        }
    }
}

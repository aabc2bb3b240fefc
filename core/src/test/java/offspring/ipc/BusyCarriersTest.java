package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import offspring.sync.Waitable;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What platform threads wait for comes though virtual threads have all their carriers. */
@ExtendWith(LeakCheck.class)
class BusyCarriersTest {

    @TempDir
    Path directory;

    /** A program with one carrier, which it keeps busy to its end. */
    static final class Busy {

        private static volatile boolean isOver;

        private Busy() {}

        public static void main(String[] arguments) throws Exception {
            CountDownLatch spins = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                spins.countDown();
                while (!isOver) {
                    Thread.onSpinWait();
                }
            });
            spins.await();
            SharedQueue<Integer> queue = SharedQueue.create();
            whileSomebodyWaits(() -> queue.put(1));
            Waitable.waitForAny(List.of(queue));
            IO.println("queue");
            SharedPipe<Integer> pipe = SharedPipe.create();
            whileSomebodyWaits(() -> pipe.second().send(1));
            Waitable.waitForAny(List.of(pipe.first()));
            IO.println("pipe");
            try (Listener listener = Listener.bind(Address.unix(Path.of(arguments[0])), Ends.KEY);
                    Connection<Integer> client = Connection.connect(listener.address(), Ends.KEY);
                    Connection<Integer> server = listener.accept()) {
                whileSomebodyWaits(() -> client.send(1));
                Waitable.waitForAny(List.of(server));
                IO.println("connection");
            }
            isOver = true;
        }

        private static void whileSomebodyWaits(offspring.Action action) {
            Thread main = Thread.currentThread();
            Ends.start(false, () -> {
                while (main.getState() != Thread.State.WAITING && main.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                action.run();
                return null;
            });
        }
    }

    @Test
    void platformThreadNeedsNoCarrier() throws Exception {
        List<String> oneCarrier =
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        try (TestJvm jvm = TestJvm.start(List.of(), oneCarrier, Busy.class, directory.resolve("s").toString())) {
            assertThat(jvm.readLine()).isEqualTo("queue");
            assertThat(jvm.readLine()).isEqualTo("pipe");
            assertThat(jvm.readLine()).isEqualTo("connection");
            assertThat(jvm.awaitEnd()).isZero();
        }
    }
}

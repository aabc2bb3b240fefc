package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import offspring.testing.LeakCheck;
import offspring.testing.SystemCalls;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What using and waiting for shared objects costs: system calls where nobody waits, processor time where somebody does. */
@ExtendWith(LeakCheck.class)
class CostTest {

    private static final long FEW = 1_000;
    private static final Duration LITTLE = Duration.ofMillis(200);

    /** Takes and gives back each kind of lock so many times. */
    static final class Pairs {
        public static void main(String[] arguments) throws Exception {
            int count = Integer.parseInt(arguments[0]);
            SharedLock lock = SharedLock.create();
            SharedReentrantLock reentrant = SharedReentrantLock.create();
            SharedSemaphore semaphore = SharedSemaphore.create(1);
            for (int i = 0; i < count; i++) {
                lock.lock();
                lock.unlock();
                reentrant.lock();
                reentrant.unlock();
                semaphore.acquire();
                semaphore.release();
            }
            System.out.println("done");
        }
    }

    /** A hundred threads that wait for what does not come. */
    static final class Waiters {
        public static void main(String[] arguments) throws Exception {
            SharedLock lock = SharedLock.create();
            lock.lock();
            SharedSemaphore semaphore = SharedSemaphore.create(0);
            SharedEvent event = SharedEvent.create();
            SharedCondition condition = SharedCondition.create();
            CountDownLatch started = new CountDownLatch(100);
            for (int i = 0; i < 25; i++) {
                start(started, lock::lockInterruptibly);
                start(started, semaphore::acquire);
                start(started, event::await);
                start(started, () -> {
                    condition.lock().lock();
                    condition.await();
                });
            }
            started.await();
            System.out.println("waiting");
            System.in.read();
            System.exit(0);
        }

        private static void start(CountDownLatch started, offspring.Action wait) {
            Thread.ofPlatform().daemon().start(() -> {
                started.countDown();
                wait.run();
            });
        }
    }

    @Test
    void uncontendedPairsMakeHardlyAnySystemCall(@TempDir Path directory) throws Exception {
        assertThat(SystemCalls.ofAMillion(directory, Pairs.class, FEW)).as("of three million pairs").isLessThan(FEW);
    }

    /** In processor time, which other processes do not add to. */
    @Test
    void hundredWaitersCostNextToNothing() throws Exception {
        try (TestJvm jvm = TestJvm.start(Waiters.class)) {
            assertThat(jvm.readLine()).isEqualTo("waiting");
            ProcessHandle process = ProcessHandle.of(jvm.pid()).orElseThrow();
            TimeUnit.SECONDS.sleep(1); // what starting has left to do
            Duration cost = costOfTwoSeconds(process);
            for (int more = 0; more < 9 && cost.compareTo(LITTLE) >= 0; more++) {
                cost = costOfTwoSeconds(process); // on a slow machine there was more left to do
            }
            assertThat(cost).as("processor time in two seconds").isLessThan(LITTLE);
        }
    }

    private static Duration costOfTwoSeconds(ProcessHandle process) throws InterruptedException {
        Duration before = process.info().totalCpuDuration().orElseThrow();
        TimeUnit.SECONDS.sleep(2);
        return process.info().totalCpuDuration().orElseThrow().minus(before);
    }
}

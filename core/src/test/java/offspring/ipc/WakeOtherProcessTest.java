package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import offspring.Action1;
import offspring.os.Features;
import offspring.os.Futex;
import offspring.process.ChildProcess;
import offspring.shm.SharedInt;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who sleeps without a limit in a take, a put, a receive or a send is woken by what another process does. Sleepers look for
 * themselves once in ten minutes in these JVMs, and nobody does anything before the other is asleep.
 */
@ExtendWith(LeakCheck.class)
class WakeOtherProcessTest {

    private static final int ROUNDS = 20;

    /** Sleeps, again and again, until a child does what it sleeps for. */
    static final class Sleeper {
        public static void main(String[] what) throws Exception {
            awaitLinker();
            try {
                switch (what[0]) {
                    case "take" -> take();
                    case "put" -> put();
                    case "receive" -> receive();
                    default -> send();
                }
                System.out.println("always woken");
            } catch (TimeoutException asleep) {
                System.out.println("it sleeps on");
            }
            System.exit(0);
        }

        private static void take() throws Exception {
            SharedQueue<Integer> queue = SharedQueue.create();
            play(queue::take, round -> queue.put(round));
        }

        private static void put() throws Exception {
            SharedQueue<Integer> queue = SharedQueue.create(1);
            queue.put(0);
            play(() -> {
                queue.put(0);
                return 0;
            }, round -> queue.remove());
        }

        private static void receive() throws Exception {
            SharedPipe<Integer> pipe = SharedPipe.create();
            Connection<Integer> end = pipe.second();
            play(pipe.first()::receive, round -> end.send(round));
        }

        /** What lies in a pipe may be some megabytes: one is waited for, and one that is taken leaves room. */
        private static void send() throws Exception {
            SharedPipe<Integer> pipe = SharedPipe.create();
            Connection<Integer> end = pipe.second();
            byte[] most = new byte[20 << 20];
            pipe.first().sendBytes(most);
            play(() -> {
                pipe.first().sendBytes(most);
                return 0;
            }, round -> end.receiveBytes());
        }

        /** The child's turn comes when our thread sleeps. */
        private static void play(Callable<?> sleep, Action1<Integer> wake) throws Exception {
            SharedInt turn = SharedInt.create(0);
            new ChildProcess(() -> {
                        awaitLinker();
                        for (int round = 1; round <= ROUNDS; round++) {
                            while (turn.get() < round) {
                                LockSupport.parkNanos(100_000);
                            }
                            wake.accept(round);
                        }
                    })
                    .start();
            for (int round = 1; round <= ROUNDS; round++) {
                FutureTask<?> task = new FutureTask<>(sleep);
                Thread sleeper = Thread.ofPlatform().daemon().start(task);
                Eventually.eventually("it sleeps", () -> sleeps(sleeper));
                turn.set(round);
                assertThat(task.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS)).isIn(round, 0);
            }
        }

        private static void awaitLinker() {
            Features.warmUp();
            Eventually.eventually("the linker", Futex::wakesAreImmediate);
        }

        private static boolean sleeps(Thread thread) {
            return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("sleepBehind"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"take", "put", "receive", "send"})
    void sleeperIsWoken(String what) throws Exception {
        assumeTrue(Features.has(Features.Feature.FUTEX), "without a futex everybody has to look for himself");
        List<String> slow = List.of("-D" + Futex.SLICE + "=600000");
        try (TestJvm jvm = TestJvm.start(List.of(), slow, Sleeper.class, what)) {
            assertThat(jvm.readLine()).isEqualTo("always woken");
        }
    }
}

package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.Action;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.ipc.SharedQueue;
import offspring.os.Features;
import offspring.os.Futex;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever sleeps is woken, and does not find out by itself: in these JVMs sleepers look for themselves once in ten minutes, so
 * that a single wake-up that is lost is noticed.
 */
@ExtendWith(LeakCheck.class)
class WakeTest {

    private static final int ROUNDS = 300;

    /** Two threads that play together by one kind of object; says whether they came to the end. */
    static final class Game {
        public static void main(String[] kind) throws Exception {
            Features.warmUp();
            Eventually.eventually("the linker", Futex::wakesAreImmediate);
            List<Action> players = players(kind[0]);
            List<FutureTask<Void>> games = players.stream().map(Game::task).toList();
            Thread.ofPlatform().daemon().start(games.getFirst());
            Thread.ofVirtual().start(games.getLast());
            try {
                for (FutureTask<Void> game : games) {
                    game.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
                }
                System.out.println("to the end");
            } catch (TimeoutException asleep) {
                System.out.println("somebody sleeps");
            }
            System.exit(0);
        }

        private static FutureTask<Void> task(Action player) {
            return new FutureTask<>(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    player.execute();
                }
                return null;
            });
        }

        private static List<Action> players(String kind) {
            return switch (kind) {
                case "event" -> {
                    SharedEvent there = SharedEvent.create();
                    SharedEvent back = SharedEvent.create();
                    yield List.of(() -> turn(there, back), () -> answer(there, back));
                }
                case "semaphore" -> {
                    SharedSemaphore there = SharedSemaphore.create(0);
                    SharedSemaphore back = SharedSemaphore.create(0);
                    yield List.of(() -> { there.release(); back.acquire(); }, () -> { there.acquire(); back.release(); });
                }
                case "lock" -> {
                    SharedLock lock = SharedLock.create();
                    Action held = () -> lock.withLock(() -> Thread.sleep(0, 200_000));
                    yield List.of(held, held);
                }
                case "condition" -> {
                    SharedCondition condition = SharedCondition.create();
                    boolean[] mine = {true, false};
                    yield List.of(() -> turn(condition, mine, 0), () -> turn(condition, mine, 1));
                }
                case "queue" -> {
                    SharedQueue<Integer> there = SharedQueue.create();
                    SharedQueue<Integer> back = SharedQueue.create(1);
                    yield List.of(() -> { there.put(1); back.take(); }, () -> back.put(there.take()));
                }
                case "pipe" -> {
                    SharedPipe<Integer> pipe = SharedPipe.create();
                    Connection<Integer> there = pipe.first();
                    Connection<Integer> back = pipe.second();
                    yield List.of(() -> { there.send(1); there.receive(); }, () -> back.send(back.receive()));
                }
                default -> {
                    SharedBarrier barrier = SharedBarrier.create(2);
                    yield List.of(barrier::await, barrier::await);
                }
            };
        }

        private static void turn(SharedEvent there, SharedEvent back) throws InterruptedException {
            there.set();
            back.await();
            back.clear();
        }

        private static void answer(SharedEvent there, SharedEvent back) throws InterruptedException {
            there.await();
            there.clear();
            back.set();
        }

        private static void turn(SharedCondition condition, boolean[] turns, int mine) throws InterruptedException {
            condition.lock().lock();
            try {
                while (!turns[mine]) {
                    condition.await();
                }
                turns[mine] = false;
                turns[1 - mine] = true;
                condition.signal();
            } finally {
                condition.lock().unlock();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "semaphore", "lock", "condition", "barrier", "queue", "pipe"})
    void nobodyHasToLookForHimself(String kind) throws Exception {
        assumeTrue(Features.has(Features.Feature.FUTEX), "without a futex everybody has to look for himself");
        List<String> slow = List.of("-D" + Futex.SLICE + "=600000");
        try (TestJvm game = TestJvm.start(List.of(), slow, Game.class, kind)) {
            assertThat(game.readLine()).isEqualTo("to the end");
        }
    }
}

package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import offspring.Action;
import offspring.os.Features;
import offspring.process.ChildProcess;
import offspring.shm.SharedLongArray;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that use an object without end while one after the other is killed at a moment of no choice. The others go on, and
 * what the object promises holds: two words that only one process may change at a time are equal whenever nobody was killed in
 * between. {@code -Dstress=long} kills a thousand times, a run without
 * some feature a few times only.
 */
@ExtendWith(LeakCheck.class)
class KillerTest {

    private static final int KILLS =
            "long".equals(System.getProperty("stress")) ? 1_000 : System.getProperty(Features.REFUSE) == null ? 40 : 3;
    private static final int PLAYERS = 3;

    // what the words are
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int PROGRESS = 2;
    private static final int REPAIRS = 3;
    private static final int TOKENS = 4;
    private static final int WORDS = 5;

    private final SharedLongArray words = SharedLongArray.create(WORDS);
    private final Random random = new Random();

    private Notebook wrong;

    @BeforeEach
    void open(@TempDir Path directory) {
        wrong = Notebook.in(directory);
    }

    /** What the parent does again and again while it waits for progress. */
    @FunctionalInterface
    private interface Stimulus {
        void give() throws Exception;
    }

    @Test
    void locks() throws Exception {
        SharedLock lock = SharedLock.create();
        play(under(lock), () -> {});
        assertTakesOver(lock);
    }

    @Test
    void reentrantLocks() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        play(under(lock), () -> {});
        assertTakesOver(lock);
    }

    private Action under(RobustLock lock) {
        SharedLongArray shared = words;
        Notebook notes = wrong;
        return () -> {
            lock.lock();
            boolean told = lock.holderDied();
            if (told) {
                lock.markConsistent();
            }
            change(shared, told, notes);
            lock.unlock();
        };
    }

    private void assertTakesOver(RobustLock lock) {
        lock.lock();
        assertThat(words.get(FIRST) == words.get(SECOND) || lock.holderDied()).isTrue();
        lock.unlock();
    }

    @Test
    void semaphores() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(1);
        SharedLongArray shared = words;
        Notebook notes = wrong;
        play(() -> {
            semaphore.acquire();
            change(shared, true, notes);
            semaphore.release();
        }, () -> {});
        assertThat(words.get(REPAIRS)).isLessThanOrEqualTo(KILLS + PLAYERS);
        assertThat(semaphore.tryAcquire(Eventually.patience())).as("the permit of the dead").isTrue();
        assertThat(semaphore.tryAcquire()).as("a second one").isFalse();
        semaphore.release();
    }

    @Test
    void conditions() throws Exception {
        SharedCondition condition = SharedCondition.create();
        SharedLongArray shared = words;
        play(() -> {
            condition.lock().lock();
            while (shared.get(TOKENS) == 0) {
                condition.await();
            }
            shared.set(TOKENS, 0);
            shared.getAndAdd(PROGRESS, 1);
            condition.lock().unlock();
        }, () -> {
            condition.lock().lock();
            shared.set(TOKENS, 1);
            condition.signal();
            condition.lock().unlock();
        });
    }

    @Test
    void events() throws Exception {
        SharedEvent event = SharedEvent.create();
        SharedLongArray shared = words;
        play(() -> {
            event.await();
            event.clear();
            shared.getAndAdd(PROGRESS, 1);
        }, event::set);
    }

    @Test
    void barriers() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(PLAYERS);
        SharedLongArray shared = words;
        play(() -> {
            try {
                barrier.await();
                shared.getAndAdd(PROGRESS, 1);
            } catch (BrokenBarrierException killed) {
                if (barrier.isBroken()) {
                    barrier.reset();
                }
            }
        }, () -> {});
        assertThat(barrier.waiting()).isZero();
    }

    /** One at a time may be here. Words that are apart are put right; they may be so only after a death, of which one was told. */
    private static void change(SharedLongArray words, boolean mayBeApart, Notebook wrong) {
        long first = words.get(FIRST);
        if (first != words.get(SECOND)) {
            if (!mayBeApart) {
                wrong.say("apart, and nobody was told: " + first + " " + words.get(SECOND));
            }
            words.getAndAdd(REPAIRS, 1);
            words.set(SECOND, first);
        }
        words.set(FIRST, first + 1);
        for (int i = 0; i < 50; i++) {
            if (words.get(FIRST) != first + 1 || words.get(SECOND) != first) {
                wrong.say("two at a time");
            }
        }
        words.set(SECOND, first + 1);
        words.getAndAdd(PROGRESS, 1);
    }

    private void play(Action move, Stimulus stimulus) throws Exception {
        List<ChildProcess> players = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            players.add(start(move));
        }
        for (int kills = 0; kills < KILLS; kills++) {
            awaitProgress(kills, stimulus);
            ChildProcess victim = players.remove(random.nextInt(players.size()));
            victim.kill();
            players.add(start(move));
            victim.join();
            assertThat(victim.exitCode()).as("it ended by itself").hasValue(-9);
        }
        awaitProgress(KILLS, stimulus);
        for (ChildProcess player : players) {
            player.kill();
            player.join();
        }
        assertThat(wrong.lines()).isEmpty();
    }

    private void awaitProgress(int kills, Stimulus stimulus) {
        long goal = words.get(PROGRESS) + 20 + random.nextInt(300);
        Eventually.eventually("progress after " + kills + " kills", () -> {
            long until = System.nanoTime() + Duration.ofMillis(5).toNanos();
            while (words.get(PROGRESS) < goal && System.nanoTime() < until) {
                stimulus.give();
            }
            return words.get(PROGRESS) >= goal;
        });
    }

    private static ChildProcess start(Action move) {
        return new ChildProcess(() -> {
                    while (true) {
                        move.execute();
                    }
                })
                .start();
    }
}

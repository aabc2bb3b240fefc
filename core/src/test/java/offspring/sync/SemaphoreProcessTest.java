package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The semaphores between processes, some of which are killed. */
@ExtendWith(LeakCheck.class)
class SemaphoreProcessTest {

    /** How a process ends that holds three permits. */
    private enum End {
        KILL(true),
        TERMINATE(true),
        HALT(true),
        EXCEPTION(true),
        RETURN(false),
        EXIT(false),
        EXIT_WITH_CODE(false);

        private final boolean comesBack;

        End(boolean comesBack) {
            this.comesBack = comesBack;
        }

        void inChild(Notebook notes) throws Exception {
            switch (this) {
                case KILL, TERMINATE -> Bodies.block(notes);
                case HALT -> Runtime.getRuntime().halt(0);
                case EXCEPTION -> throw new IllegalStateException("expected in this test");
                case EXIT -> System.exit(0);
                case EXIT_WITH_CODE -> System.exit(3);
                default -> notes.say("returns");
            }
        }

        void inParent(ChildProcess child, Notebook notes) {
            if (this == KILL || this == TERMINATE) {
                notes.awaitNumber("ready ");
            }
            if (this == KILL) {
                child.kill();
            } else if (this == TERMINATE) {
                child.terminate();
            }
        }
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(End.class)
    void balanceComesBackUnlessItsProcessEndedNormally(End end) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(5);
        Notebook notes = Notebook.in(directory);
        ChildProcess child = start(() -> {
            semaphore.acquire(4);
            semaphore.release();
            end.inChild(notes);
        });
        end.inParent(child, notes);
        child.join();
        assertThat(semaphore.availablePermits()).as("before anybody needs them").isEqualTo(2);
        assertThat(semaphore.tryAcquire(3)).isEqualTo(end.comesBack);
        assertThat(semaphore.availablePermits()).isEqualTo(2);
        if (end.comesBack) {
            semaphore.release(3);
        }
        assertThat(semaphore.drainPermits()).isEqualTo(end.comesBack ? 5 : 2);
        assertThat(semaphore.tryAcquire()).as("only once").isFalse();
    }

    @Test
    void waiterGetsThePermitOfAKilledHolder() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(1);
        ChildProcess holder = holding(semaphore, 1);
        Notebook notes = Notebook.in(directory);
        ChildProcess waiter = start(() -> {
            semaphore.acquire();
            notes.say("has it");
            semaphore.release();
        });
        Eventually.eventually("a sleeper", () -> SharedSemaphoreTest.sleeps(semaphore));
        assertThat(semaphore.tryAcquire()).isFalse();
        holder.kill();
        waiter.join();
        assertThat(notes.lines()).containsExactly("has it");
        assertThat(semaphore.availablePermits()).isEqualTo(1);
    }

    @Test
    void boundedOneNeverHasMoreThanItsBound() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(3);
        ChildProcess holder = holding(semaphore, 2);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(2);
        holder.kill();
        holder.join();
        assertThat(semaphore.tryAcquire(3)).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
        semaphore.release(3);
        assertThat(semaphore.availablePermits()).isEqualTo(3);
    }

    @Test
    void whatAnotherHasReleasedIsNotTakenFromTheHoldersBalance() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        ChildProcess holder = holding(semaphore, 1);
        semaphore.release();
        holder.kill();
        holder.join();
        assertThat(semaphore.tryAcquire(2)).isTrue();
    }

    @Test
    void nothingComesBackToAnUnownedOne() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createUnowned(2);
        ChildProcess holder = holding(semaphore, 2);
        holder.kill();
        holder.join();
        assertThat(semaphore.tryAcquire()).isFalse();
        assertThat(semaphore.tryAcquire(Duration.ofMillis(250))).isFalse();
    }

    @Test
    void killedWaiterTakesNothing() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "waiter" + i;
            waiters.add(start(() -> {
                notes.say(name);
                semaphore.acquire();
                notes.say("has it");
            }));
            notes.await(name);
        }
        Eventually.eventually("a sleeper", () -> SharedSemaphoreTest.sleeps(semaphore));
        waiters.get(0).kill();
        waiters.get(0).join();
        semaphore.release(2);
        waiters.get(1).join();
        waiters.get(2).join();
        assertThat(notes.lines().stream().filter("has it"::equals)).hasSize(2);
        assertThat(semaphore.tryAcquire()).as("forfeited by those who ended normally").isFalse();
    }

    @Test
    void manyProcessesInTurnUseFewEntries() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(2);
        for (int i = 0; i < 14; i++) {
            ChildProcess child = start(() -> {
                semaphore.acquire();
                semaphore.release();
            });
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(semaphore.cell().getLong(SemaphoreLayout.HIGH)).isLessThanOrEqualTo(8);
        assertThat(semaphore.drainPermits()).isEqualTo(2);
    }

    /** In the end all permits are there again, and there were never more. */
    @Test
    void randomKillsLoseNoPermitAndMakeNone() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(20);
        Notebook wrong = Notebook.in(directory);
        SharedSemaphore progress = SharedSemaphore.createUnowned(0);
        Random random = new Random(20_251_122);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(hammer(semaphore, progress, wrong, random.nextLong()));
        }
        for (int kills = 0; kills < 24; kills++) {
            int rounds = 200 + random.nextInt(4_000);
            assertThat(progress.tryAcquire(rounds, Eventually.patience())).as("progress of %s", semaphore).isTrue();
            ChildProcess victim = children.remove(random.nextInt(children.size()));
            victim.kill();
            children.add(hammer(semaphore, progress, wrong, random.nextLong()));
            victim.join();
        }
        for (ChildProcess child : children) {
            child.kill();
            child.join();
        }
        assertThat(wrong.lines()).isEmpty();
        assertThat(semaphore.tryAcquire(20, Eventually.patience())).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
    }

    private static ChildProcess hammer(
            SharedSemaphore semaphore, SharedSemaphore progress, Notebook wrong, long seed) {
        return start(() -> {
            Random random = new Random(seed);
            while (true) {
                int many = random.nextInt(8) == 0 ? 20 : 1 + random.nextInt(3);
                semaphore.acquire(many);
                if (semaphore.availablePermits() > 20 - many) {
                    wrong.say("too many: " + semaphore);
                }
                semaphore.release(many);
                progress.release();
            }
        });
    }

    private ChildProcess holding(SharedSemaphore semaphore, int permits) {
        Notebook notes = Notebook.in(directory);
        ChildProcess holder = start(() -> {
            semaphore.acquire(permits);
            Bodies.block(notes);
        });
        notes.awaitNumber("ready ");
        return holder;
    }

    private static ChildProcess start(Action body) {
        return new ChildProcess(body).start();
    }
}

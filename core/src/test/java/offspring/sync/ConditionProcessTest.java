package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import offspring.Action;
import offspring.lock.CellWords;
import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions between processes, some of which are killed. */
@ExtendWith(LeakCheck.class)
class ConditionProcessTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void signalOfOneProcessEndsTheWaitOfAnother(SharedLockTest.Type type) throws Exception {
        SharedCondition condition = type.create().newCondition();
        Notebook notes = Notebook.in(directory);
        ChildProcess waiter = waiting(condition, notes, "woken");
        SharedConditionTest.awaitWaiters(condition, 1);
        SharedConditionTest.locked(condition, condition::signal);
        waiter.join();
        assertThat(waiter.exitCode()).hasValue(0);
        assertThat(notes.lines()).containsExactly("woken true");
    }

    @Test
    void killedWaiterDoesNotUseUpTheSignal() throws Exception {
        SharedCondition condition = SharedCondition.create();
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(waiting(condition, notes, "woken " + i));
            SharedConditionTest.awaitWaiters(condition, i + 1);
        }
        waiters.get(0).kill();
        waiters.get(0).join();
        SharedConditionTest.locked(condition, condition::signal);
        waiters.get(1).join();
        assertThat(notes.lines()).containsExactly("woken 1 true");
        SharedConditionTest.locked(condition, condition::signalAll);
        waiters.get(2).join();
        assertThat(SharedConditionTest.waiters(condition)).isZero();
    }

    /** It was signalled and cannot get the lock when it dies. */
    @Test
    void signalledWaiterThatIsKilledBeforeItHasTheLockHandsOn() throws Exception {
        SharedCondition condition = SharedCondition.create();
        Notebook notes = Notebook.in(directory);
        ChildProcess first = waiting(condition, notes, "first");
        SharedConditionTest.awaitWaiters(condition, 1);
        ChildProcess second = waiting(condition, notes, "second");
        SharedConditionTest.awaitWaiters(condition, 2);
        SharedConditionTest.locked(condition, () -> {
            condition.signal();
            first.kill();
            awaitEnd(first);
        });
        second.join();
        assertThat(notes.lines()).containsExactly("second true");
    }

    /** Nobody else waited when it was signalled, or all were signalled. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void signalOfADeadOneIsNotForThoseWhoBeginToWaitLater(boolean all) throws Exception {
        SharedCondition condition = SharedCondition.create();
        Notebook notes = Notebook.in(directory);
        ChildProcess first = waiting(condition, notes, "first");
        SharedConditionTest.awaitWaiters(condition, 1);
        SharedConditionTest.locked(condition, () -> {
            if (all) {
                condition.signalAll();
            } else {
                condition.signal();
            }
            first.kill();
            awaitEnd(first);
        });
        assertThat(table(condition).owner(1)).as("the dead one's entry").isNotZero();
        condition.lock().lock();
        assertThat(condition.await(Duration.ofMillis(400))).as("a signal of before").isFalse();
        condition.lock().unlock();
        assertThat(table(condition).owner(1)).as("somebody has looked").isZero();
    }

    /** It goes from one dead one to the next, and still to none who came later. */
    @Test
    void signalThatIsHandedOnTwiceGoesToThoseWhoWaitedWhenItWasGiven() throws Exception {
        SharedCondition condition = SharedCondition.create();
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(waiting(condition, notes, "waiter " + i));
            SharedConditionTest.awaitWaiters(condition, i + 1);
        }
        SharedConditionTest.locked(condition, () -> {
            condition.signal();
            waiters.get(0).kill();
            awaitEnd(waiters.get(0));
        });
        ChildProcess late = waiting(condition, notes, "late");
        waiters.get(1).join();
        assertThat(notes.lines()).containsExactly("waiter 1 true");
        SharedConditionTest.awaitWaiters(condition, 2);
        SharedConditionTest.locked(condition, () -> {
            condition.signal();
            waiters.get(2).kill();
            awaitEnd(waiters.get(2));
        });
        late.join();
        assertThat(notes.lines()).containsExactly("waiter 1 true", "late true");
    }

    private static OwnerTable table(SharedCondition condition) {
        return new OwnerTable(new CellWords(condition.cell()), ConditionLayout.ENTRIES);
    }

    @Test
    void killedSignallerLeavesTheLockToTheOthers() throws Exception {
        SharedCondition condition = SharedCondition.create();
        Notebook notes = Notebook.in(directory);
        ChildProcess waiter = waiting(condition, notes, "woken");
        SharedConditionTest.awaitWaiters(condition, 1);
        ChildProcess signaller = new ChildProcess(() -> {
                    condition.lock().lock();
                    condition.signal();
                    Runtime.getRuntime().halt(1);
                })
                .start();
        signaller.join();
        waiter.join();
        assertThat(notes.lines()).containsExactly("woken true");
        condition.lock().lock();
        assertThat(((RobustLock) condition.lock()).holderDied()).isTrue();
    }

    @Test
    void entriesOfManyDeadWaitersAreUsedAgain() throws Exception {
        SharedCondition condition = SharedCondition.create();
        for (int i = 0; i < 12; i++) {
            ChildProcess child = new ChildProcess(() -> {
                        condition.lock().lock();
                        condition.await();
                    })
                    .start();
            Eventually.eventually("the waiter", () -> new OwnerTable(
                                    new CellWords(condition.cell()), ConditionLayout.ENTRIES)
                            .high()
                    > 0 && livingWaiter(condition, child.pid()));
            child.kill();
            child.join();
        }
        OwnerTable table = new OwnerTable(new CellWords(condition.cell()), ConditionLayout.ENTRIES);
        assertThat(table.high()).isLessThanOrEqualTo(8);
    }

    private static boolean livingWaiter(SharedCondition condition, long pid) {
        OwnerTable table = new OwnerTable(new CellWords(condition.cell()), ConditionLayout.ENTRIES);
        for (int index = 1; index <= table.high(); index++) {
            long value = new CellWords(condition.cell()).get(ConditionLayout.ENTRIES.valueAt(index));
            if (Holder.pid(table.owner(index)) == pid && ConditionLayout.isWaiting(value)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void randomKillsWedgeNobody() throws Exception {
        SharedCondition condition = SharedCondition.create();
        SharedSemaphore progress = SharedSemaphore.createUnowned(0);
        Random random = new Random(20_251_123);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(passing(condition, progress));
        }
        for (int kills = 0; kills < 16; kills++) {
            int rounds = 20 + random.nextInt(200);
            for (int i = 0; i < rounds; i++) {
                Eventually.eventually("somebody goes on", () -> {
                    SharedConditionTest.locked(condition, condition::signal);
                    return progress.tryAcquire(Duration.ofMillis(10));
                });
            }
            ChildProcess victim = children.remove(random.nextInt(children.size()));
            victim.kill();
            children.add(passing(condition, progress));
            victim.join();
        }
        for (ChildProcess child : children) {
            child.kill();
            child.join();
        }
    }

    private static ChildProcess passing(SharedCondition condition, SharedSemaphore progress) {
        return new ChildProcess(() -> {
                    condition.lock().lock();
                    while (true) {
                        condition.await();
                        progress.release();
                    }
                })
                .start();
    }

    private static void awaitEnd(ChildProcess child) {
        Action join = child::join;
        join.run();
    }

    private static ChildProcess waiting(SharedCondition condition, Notebook notes, String text) {
        return new ChildProcess(() -> {
                    condition.lock().lock();
                    notes.say(text + " " + condition.await(Duration.ofHours(1)));
                    condition.lock().unlock();
                })
                .start();
    }
}

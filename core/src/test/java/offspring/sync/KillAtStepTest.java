package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.Action;
import offspring.lock.CellWords;
import offspring.lock.LockWordLayout;
import offspring.lock.OwnerTable;
import offspring.lock.Step;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.DieAt;
import offspring.testing.Eventually;
import offspring.testing.Kills;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is killed between two accesses to shared memory, at each of the places that have a name; the others go on. */
@ExtendWith(LeakCheck.class)
@TestMethodOrder(OrderAnnotation.class)
class KillAtStepTest {

    /** A cold JVM boots meanwhile. */
    private static final Duration SOON = Eventually.patience().multipliedBy(3);

    private static final Kills KILLS = new Kills(KillAtStepTest.class);

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"LOCK_TAKEN", "LOCK_NOTED", "LOCK_FORGOTTEN"})
    void holderOfALock(Step step) throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        dies(step, () -> {
            lock.lock();
            lock.unlock();
        });
        assertThat(lock.isLocked()).isTrue();
        assertTakenOver(lock, true);
    }

    @Test
    void releaserOfALockThatAnotherWaitsFor() throws Exception {
        SharedLock lock = SharedLock.create();
        SharedEvent held = SharedEvent.create();
        ChildProcess child = KILLS.dying(Step.LOCK_RELEASED, () -> {
            lock.lock();
            held.set();
            while ((lock.word().get() & LockWordLayout.SLEEPERS) == 0) {
                Thread.onSpinWait();
            }
            lock.unlock();
        });
        held.await();
        assertThat(lock.tryLock(SOON)).isTrue();
        assertThat(lock.holderDied()).isFalse();
        lock.unlock();
        KILLS.assertKilled(child);
    }

    @Test
    void sleeperBehindALock() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        dies(Step.LOCK_ANNOUNCED, lock::lock);
        lock.unlock();
        assertTakenOver(lock, false);
    }

    @Test
    void takerOfADeadHoldersLock() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        dies(Step.LOCK_NOTED, () -> lock.lock());
        dies(Step.LOCK_TAKEN_OVER, () -> lock.lock());
        assertThat(lock.isHeldByCurrentThread()).isFalse();
        assertTakenOver(lock, true);
    }

    /** What one does who finds a mark on a free lock, or whose spinning was not in vain. */
    @Test
    void takerOfALockWithAMark() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        dies(Step.LOCK_NOTED, () -> lock.lock());
        assertThat(lock.tryLock(SOON)).isTrue();
        lock.unlock();
        dies(Step.LOCK_TAKEN_FREE, () -> lock.lock());
        assertThat(lock.isHeldByCurrentThread()).isFalse();
        assertTakenOver(lock, true);
    }

    @Test
    void sleeperWhoHasGotTheLock() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        lock.lock();
        ChildProcess sleeper = KILLS.dying(Step.LOCK_TAKEN_BY_SLEEPER, () -> lock.lock());
        Eventually.eventually("it sleeps", () -> (lock.word().get() & LockWordLayout.SLEEPERS) != 0);
        FutureTask<Boolean> other = start(() -> {
            boolean taken = lock.tryLock(SOON);
            lock.unlock();
            return taken;
        });
        lock.unlock();
        KILLS.assertKilled(sleeper);
        assertThat(in(other)).isTrue();
        assertTakenOver(lock, true);
    }

    /**
     * It hears, and tells the others: nobody else comes to this step. Now and then it may look just when the holder dies,
     * and not come there.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waiterHearsOfTheEndOfTheHolder(boolean virtual) throws Exception {
        assumeTrue(Features.has(Feature.PIDFD), "without pidfds nobody hears of an end");
        boolean heard = false;
        for (int i = 0; i < 5 && !heard; i++) {
            SharedLock lock = SharedLock.create();
            SharedEvent held = SharedEvent.create();
            ChildProcess holder = new ChildProcess(() -> {
                        lock.lock();
                        held.set();
                        Bodies.block();
                    })
                    .start();
            held.await();
            ChildProcess waiter = KILLS.dying(Step.LOCK_END_HEARD, () -> {
                FutureTask<Void> wait = new FutureTask<>(lock::lock, null);
                (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(wait);
                wait.get();
            });
            Eventually.eventually("the watching thread", () -> hasThread(waiter, "offspring-death"));
            holder.kill();
            assertThat(waiter.join(SOON)).isTrue();
            heard = waiter.exitCode().getAsInt() == -9;
            assertThat(lock.tryLock(SOON)).isTrue();
            holder.join();
        }
        assertThat(heard).as("in one of five tries").isTrue();
        KILLS.note(Step.LOCK_END_HEARD);
    }

    /** The kernel keeps 15 characters of a name. */
    private static boolean hasThread(ChildProcess process, String name) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    private static void assertTakenOver(RobustLock lock, boolean holderDied) throws Exception {
        assertThat(lock.tryLock(SOON)).isTrue();
        assertThat(lock.holderDied()).isEqualTo(holderDied);
        if (holderDied) {
            lock.markConsistent();
        }
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void setterOfAnEvent() throws Exception {
        SharedEvent event = SharedEvent.create();
        FutureTask<Boolean> waiter = start(() -> event.await(SOON));
        Eventually.eventually("a sleeper", () -> EventLayout.hasSleepers(event.cell().getInt(EventLayout.WORD)));
        dies(Step.EVENT_SET, event::set);
        assertThat(waiter.get()).isTrue();
    }

    @Test
    void sleeperBehindAnEvent() throws Exception {
        SharedEvent event = SharedEvent.create();
        dies(Step.EVENT_ANNOUNCED, event::await);
        FutureTask<Boolean> waiter = start(() -> event.await(SOON));
        event.set();
        assertThat(waiter.get()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"CONDITION_CLAIMED", "CONDITION_WAITING", "CONDITION_UNLOCKED"})
    void waiterForACondition(Step step) throws Exception {
        SharedCondition condition = SharedCondition.create();
        dies(step, () -> {
            condition.lock().lock();
            condition.await();
        });
        assertTakenOver((RobustLock) condition.lock(), step != Step.CONDITION_UNLOCKED);
        assertSignalArrives(condition);
    }

    @Test
    void signallerOfACondition() throws Exception {
        SharedCondition condition = SharedCondition.create();
        FutureTask<Boolean> waiter = waiter(condition);
        dies(Step.CONDITION_SIGNALLED, () -> {
            condition.lock().lock();
            condition.signal();
        });
        assertThat(waiter.get()).isTrue();
        assertTakenOver((RobustLock) condition.lock(), true);
        assertSignalArrives(condition);
    }

    @Test
    void leaverOfACondition() throws Exception {
        SharedCondition condition = SharedCondition.create();
        dies(Step.CONDITION_LEAVING, () -> {
            condition.lock().lock();
            condition.await(Duration.ofMillis(1));
        });
        assertTakenOver((RobustLock) condition.lock(), true);
        assertSignalArrives(condition);
    }

    private static void assertSignalArrives(SharedCondition condition) throws Exception {
        FutureTask<Boolean> waiter = waiter(condition);
        condition.lock().lock();
        condition.signal();
        condition.lock().unlock();
        assertThat(waiter.get()).isTrue();
    }

    /** One that has registered when this returns. */
    private static FutureTask<Boolean> waiter(SharedCondition condition) {
        OwnerTable table = new OwnerTable(new CellWords(condition.cell()), ConditionLayout.ENTRIES);
        FutureTask<Boolean> waiter = start(() -> {
            condition.lock().lock();
            try {
                return condition.await(SOON);
            } finally {
                condition.lock().unlock();
            }
        });
        Eventually.eventually("a waiter", () -> table.find() != 0);
        return waiter;
    }

    @Test
    void holderOfAPermit() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(1);
        dies(Step.PERMITS_TAKEN, semaphore::acquire);
        assertOnePermit(semaphore);
    }

    @Test
    void sleeperBehindASemaphore() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(1);
        semaphore.acquire();
        dies(Step.PERMITS_ANNOUNCED, semaphore::acquire);
        semaphore.release();
        assertOnePermit(semaphore);
    }

    @Test
    void releaserOfAPermit() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        FutureTask<Boolean> waiter = start(() -> semaphore.tryAcquire(SOON));
        dies(Step.PERMITS_RELEASED, semaphore::release);
        assertThat(waiter.get()).isTrue();
        semaphore.release();
        assertOnePermit(semaphore);
    }

    private static void assertOnePermit(SharedSemaphore semaphore) throws Exception {
        assertThat(semaphore.tryAcquire(SOON)).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(1);
    }

    @Test
    void partyThatIsAboutToArrive() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        dies(Step.BARRIER_CLAIMED, barrier::await);
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
        FutureTask<Integer> other = start(barrier::await);
        assertThat(barrier.await() + other.get()).isEqualTo(1);
    }

    @Test
    void partyThatHasArrived() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        dies(Step.BARRIER_ARRIVED, barrier::await);
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
        barrier.reset();
        FutureTask<Integer> other = start(barrier::await);
        assertThat(barrier.await() + other.get()).isEqualTo(1);
    }

    /** It says that it comes, and does not come: that is a death at the barrier. */
    @Test
    void partyThatIsNotCountedYet() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        dies(Step.BARRIER_ENTERED, barrier::await);
        assertThat(barrier.waiting()).isZero();
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        barrier.reset();
        FutureTask<Integer> other = start(barrier::await);
        assertThat(barrier.await() + other.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"BARRIER_CLAIMED", "BARRIER_ENTERED", "BARRIER_ARRIVED"})
    void stoppedPartyHoldsUpNobody(Step step) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        ChildProcess stopped = stopping(step, barrier::await);
        try {
            FutureTask<Integer> timed = start(() -> barrier.await(Duration.ofMillis(20)));
            assertThatThrownBy(() -> in(timed)).hasCauseInstanceOf(TimeoutException.class);
            in(start(() -> {
                barrier.reset();
                return barrier.isBroken();
            }));
            FutureTask<Integer> interrupted = new FutureTask<>(barrier::await);
            Thread thread = Thread.ofPlatform().daemon().start(interrupted);
            Eventually.eventually("it waits", () -> barrier.waiting() == 1);
            thread.interrupt();
            assertThatThrownBy(() -> in(interrupted)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            stopped.kill();
            stopped.join();
        }
    }

    @Test
    void partyThatIsStoppedBeforeItWakesTheOthersHoldsUpNobody() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        FutureTask<Integer> first = start(barrier::await);
        Eventually.eventually("the first party", () -> barrier.waiting() == 1);
        ChildProcess stopped = stopping(Step.BARRIER_OVER, barrier::await);
        try {
            assertThat(in(first)).isEqualTo(1);
            FutureTask<Integer> again = start(barrier::await);
            assertThat(barrier.await(SOON) + in(again)).isEqualTo(1);
        } finally {
            stopped.kill();
            stopped.join();
        }
    }

    private static <T> T in(FutureTask<T> task) throws Exception {
        return task.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A child that has stopped when this returns. */
    private static ChildProcess stopping(Step step, Action action) {
        ChildProcess child = KILLS.dying(step, action, "-D" + DieAt.SIGNAL + "=STOP");
        Path stat = Path.of("/proc/" + child.pid() + "/stat");
        Eventually.eventually("it stops", () -> Files.readString(stat).contains(") T "));
        return child;
    }

    @Test
    void lastPartyOfARound() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        FutureTask<Integer> waiter = start(barrier::await);
        Eventually.eventually("the first party", () -> barrier.waiting() == 1);
        dies(Step.BARRIER_OVER, barrier::await);
        assertThat(waiter.get()).isEqualTo(1);
        assertThat(barrier.isBroken()).isFalse();
    }

    /** The last: what it looks at is where children have been killed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyStepIsHere() {
        KILLS.assertEveryStep(Features.has(Feature.PIDFD) ? Set.of() : Set.of(Step.LOCK_END_HEARD));
    }

    @Test
    void stepsOfOthersAreAskedForByOthers() throws Exception {
        Kills.assertOwnersAsk();
    }

    private static void dies(Step step, Action action) throws Exception {
        KILLS.assertKilled(KILLS.dying(step, action));
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}

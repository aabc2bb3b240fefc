package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import offspring.Action;
import offspring.lock.CellWords;
import offspring.lock.LockWordLayout;
import offspring.lock.OwnerTable;
import offspring.lock.Step;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is killed between two accesses to shared memory, at each of the places that have a name; the others go on. */
@ExtendWith(LeakCheck.class)
class KillAtStepTest {

    private static final Duration SOON = Eventually.patience();

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
        ChildProcess child = dying(Step.LOCK_RELEASED, () -> {
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
        assertKilled(child);
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
        ChildProcess child = dying(step, action, "-D" + DieAt.SIGNAL + "=STOP");
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

    @Test
    void everyStepIsHere() {
        Set<String> here = Stream.of(KillAtStepTest.class.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(EnumSource.class)))
                .flatMap(source -> Arrays.stream(source.names()))
                .collect(Collectors.toSet());
        DIED_AT.forEach(step -> here.add(step.name()));
        assertThat(here).containsExactlyInAnyOrderElementsOf(
                EnumSet.allOf(Step.class).stream().map(Step::name).toList());
    }

    /** Those of the tests that have one step each. */
    private static final Set<Step> DIED_AT = EnumSet.of(
            Step.LOCK_RELEASED, Step.LOCK_ANNOUNCED, Step.LOCK_TAKEN_OVER, Step.EVENT_SET, Step.EVENT_ANNOUNCED,
            Step.CONDITION_SIGNALLED, Step.CONDITION_LEAVING, Step.PERMITS_TAKEN, Step.PERMITS_ANNOUNCED,
            Step.PERMITS_RELEASED, Step.BARRIER_CLAIMED, Step.BARRIER_ENTERED, Step.BARRIER_ARRIVED, Step.BARRIER_OVER);

    private static void dies(Step step, Action action) throws Exception {
        assertKilled(dying(step, action));
    }

    private static void assertKilled(ChildProcess child) throws Exception {
        assertThat(child.join(SOON)).isTrue();
        assertThat(child.exitCode()).as("it never came there").hasValue(-9);
    }

    private static ChildProcess dying(Step step, Action action, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-D" + Step.PROPERTY + "=" + DieAt.class.getName());
        all.add("-D" + DieAt.PROPERTY + "=" + step);
        return ChildProcess.builder()
                .jvmOptions(all.toArray(String[]::new))
                .start(action);
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}

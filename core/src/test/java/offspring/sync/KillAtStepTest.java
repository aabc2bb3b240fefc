package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
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
    void everyStepOfThisPackageIsHere() {
        Set<String> here = Stream.of(KillAtStepTest.class.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(EnumSource.class)))
                .flatMap(source -> Arrays.stream(source.names()))
                .collect(Collectors.toSet());
        DIED_AT.forEach(step -> here.add(step.name()));
        assertThat(here).containsExactlyInAnyOrderElementsOf(
                EnumSet.range(Step.LOCK_TAKEN, Step.BARRIER_OVER).stream().map(Step::name).toList());
    }

    /** Those of the tests that have one step each. */
    private static final Set<Step> DIED_AT = EnumSet.of(
            Step.LOCK_RELEASED, Step.LOCK_ANNOUNCED, Step.LOCK_TAKEN_OVER, Step.EVENT_SET, Step.EVENT_ANNOUNCED,
            Step.CONDITION_SIGNALLED, Step.CONDITION_LEAVING, Step.PERMITS_TAKEN, Step.PERMITS_ANNOUNCED,
            Step.PERMITS_RELEASED, Step.BARRIER_CLAIMED, Step.BARRIER_ARRIVED, Step.BARRIER_OVER);

    private static void dies(Step step, Action action) throws Exception {
        assertKilled(dying(step, action));
    }

    private static void assertKilled(ChildProcess child) throws Exception {
        assertThat(child.join(SOON)).isTrue();
        assertThat(child.exitCode()).as("it never came there").hasValue(-9);
    }

    private static ChildProcess dying(Step step, Action action) {
        return ChildProcess.builder()
                .jvmOptions("-D" + Step.PROPERTY + "=" + DieAt.class.getName(), "-D" + DieAt.PROPERTY + "=" + step)
                .start(action);
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}

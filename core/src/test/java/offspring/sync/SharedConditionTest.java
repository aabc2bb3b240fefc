package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import offspring.lock.CellWords;
import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.testing.Eventually;
import offspring.wire.Payload;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions within one process. Between processes: {@link ConditionProcessTest}. */
class SharedConditionTest {

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void withoutTheLockEverythingIsRefusedAtOnce(SharedLockTest.Type type) {
        SharedCondition condition = type.create().newCondition();
        List<ThrowingCallable> calls = List.of(
                condition::await,
                () -> condition.await(Duration.ZERO),
                () -> condition.await(1, TimeUnit.HOURS),
                () -> condition.awaitNanos(1),
                () -> condition.awaitUntil(new Date(0)),
                condition::awaitUninterruptibly,
                () -> condition.waitFor(() -> true),
                () -> condition.waitFor(() -> true, Duration.ZERO),
                condition::signal,
                condition::signalAll,
                () -> condition.signal(2));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasMessageContaining("the caller does not hold the condition's lock");
        }
        assertThatThrownBy(() -> condition.signal(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void waitsAreTimedAndHoldTheLockAfterwards(SharedLockTest.Type type) throws Exception {
        RobustLock lock = type.create();
        SharedCondition condition = lock.newCondition();
        assertThat(condition.lock()).isSameAs(lock);
        lock.lock();
        assertThat(condition.await(Duration.ofMillis(1))).isFalse();
        assertThat(condition.await(Duration.ofSeconds(-1))).isFalse();
        assertThat(condition.await(-1, TimeUnit.DAYS)).isFalse();
        assertThat(condition.awaitNanos(1_000)).isLessThanOrEqualTo(0);
        assertThat(condition.awaitUntil(new Date(0))).isFalse();
        assertThat(condition.waitFor(() -> false, Duration.ofMillis(1))).isFalse();
        assertThat(condition.waitFor(() -> true, Duration.ZERO)).isTrue();
        condition.waitFor(() -> true);
        condition.signal();
        condition.signalAll();
        assertThat(lock.isLocked()).isTrue();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void signalsGoToThoseWhoHaveWaitedLongest(boolean virtual) throws Exception {
        SharedCondition condition = SharedCondition.create();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int number = i;
            waiters.add(waiter(virtual, condition, () -> {
                condition.awaitUninterruptibly();
                order.add(number);
            }));
            awaitWaiters(condition, i + 1);
        }
        for (int i = 0; i < 3; i++) {
            int sofar = i + 1;
            locked(condition, condition::signal);
            Eventually.eventually("one goes on", () -> order.size() == sofar);
        }
        locked(condition, () -> condition.signal(2));
        Eventually.eventually("two go on", () -> order.size() == 5);
        assertThat(order.subList(0, 3)).containsExactly(0, 1, 2);
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        locked(condition, () -> condition.signal(0));
        locked(condition, condition::signalAll);
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(order).hasSize(9);
        assertThat(SharedConditionTest.waiters(condition)).isZero();
    }

    @Test
    void signalThatNobodyWaitsForIsLost() throws Exception {
        SharedCondition condition = SharedCondition.create();
        locked(condition, condition::signalAll);
        condition.lock().lock();
        assertThat(condition.await(Duration.ofMillis(1))).isFalse();
        condition.lock().unlock();
    }

    @Test
    void lockHeldSeveralTimesIsReleasedWhollyAndRestored() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        SharedCondition condition = lock.newCondition();
        AtomicInteger holds = new AtomicInteger();
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            lock.lock();
            lock.lock();
            condition.awaitUninterruptibly();
            holds.set(lock.getHoldCount());
            lock.unlock();
            lock.unlock();
            lock.unlock();
        });
        awaitWaiters(condition, 1);
        locked(condition, condition::signal);
        waiter.join();
        assertThat(holds).hasValue(3);
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void interruptEndsAWaitWithTheLockHeld() throws Exception {
        SharedCondition condition = SharedCondition.create();
        AtomicReference<Object> end = new AtomicReference<>();
        Thread waiter = waiter(false, condition, () -> {
            try {
                condition.await();
                end.set("signalled");
            } catch (InterruptedException interrupted) {
                end.set(((SharedReentrantLock) condition.lock()).getHoldCount());
            }
        });
        awaitWaiters(condition, 1);
        waiter.interrupt();
        waiter.join();
        assertThat(end.get()).isEqualTo(1);
        assertThat(waiters(condition)).isZero();
    }

    /** As the JDK has it: who was signalled first has been signalled. */
    @Test
    void interruptAfterTheSignalIsLeftInTheFlag() throws Exception {
        SharedCondition condition = SharedCondition.create();
        AtomicReference<Object> end = new AtomicReference<>();
        Thread waiter = waiter(false, condition, () -> {
            try {
                condition.await();
                end.set(Thread.interrupted());
            } catch (InterruptedException interrupted) {
                end.set(interrupted);
            }
        });
        awaitWaiters(condition, 1);
        condition.lock().lock();
        condition.signal();
        waiter.interrupt();
        condition.lock().unlock();
        waiter.join();
        assertThat(end.get()).isEqualTo(true);
    }

    @Test
    void uninterruptibleWaitRemembersTheInterrupt() throws Exception {
        SharedCondition condition = SharedCondition.create();
        AtomicReference<Object> end = new AtomicReference<>();
        Thread waiter = waiter(false, condition, () -> {
            condition.awaitUninterruptibly();
            end.set(Thread.interrupted());
        });
        awaitWaiters(condition, 1);
        waiter.interrupt();
        locked(condition, condition::signal);
        waiter.join();
        assertThat(end.get()).isEqualTo(true);
    }

    /** The signal of one who is dead belongs to the next. */
    @Test
    void signalsOfTheDeadAreHandedOn() throws Exception {
        SharedCondition condition = SharedCondition.create();
        AtomicInteger through = new AtomicInteger();
        Thread waiter = waiter(false, condition, () -> {
            condition.awaitUninterruptibly();
            through.incrementAndGet();
        });
        awaitWaiters(condition, 1);
        long dead = Holder.SELF ^ 1L << Integer.SIZE; // another start time
        CellWords words = new CellWords(condition.cell());
        words.set(ConditionLayout.ENTRIES.valueAt(2), ConditionLayout.signalled(ConditionLayout.waiting(1)));
        words.set(ConditionLayout.ENTRIES.ownerAt(2), dead);
        words.set(ConditionLayout.ENTRIES.highAt(), 2);
        waiter.join();
        assertThat(through).hasValue(1);
        assertThat(waiters(condition)).isZero();
    }

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void comesBackFromAMessageWithItsLock(SharedLockTest.Type type) throws Exception {
        SharedCondition condition = type.create().newCondition();
        SharedCondition same = (SharedCondition) Payload.decode(Payload.encode(condition));
        assertThat(same).isEqualTo(condition).hasSameHashCodeAs(condition);
        assertThat(same.lock()).isEqualTo(condition.lock()).isNotSameAs(condition.lock());
        Object[] both = (Object[]) Payload.decode(Payload.encode(new Object[] {condition.lock(), condition}));
        assertThat(((SharedCondition) both[1]).lock()).isEqualTo(both[0]);
        Thread waiter = waiter(false, condition, condition::awaitUninterruptibly);
        awaitWaiters(condition, 1);
        locked(same, same::signal);
        waiter.join();
    }

    @Test
    void manyWaitAndAllGoOn() throws Exception {
        SharedCondition condition = SharedCondition.create();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            waiters.add(waiter(i % 2 == 0, condition, condition::awaitUninterruptibly));
        }
        awaitWaiters(condition, 60);
        locked(condition, condition::signalAll);
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(waiters(condition)).isZero();
        assertThat(condition).hasToString("SharedCondition[SharedReentrantLock[free]]");
    }

    static Thread waiter(boolean virtual, SharedCondition condition, Runnable body) {
        Runnable whole = () -> locked(condition, body);
        return virtual ? Thread.ofVirtual().start(whole) : Thread.ofPlatform().start(whole);
    }

    static void locked(SharedCondition condition, Runnable body) {
        condition.lock().lock();
        try {
            body.run();
        } finally {
            condition.lock().unlock();
        }
    }

    static void awaitWaiters(SharedCondition condition, int count) {
        Eventually.eventually(count + " waiters", () -> waiters(condition) == count);
    }

    /** Those who have an entry. */
    static int waiters(SharedCondition condition) {
        CellWords words = new CellWords(condition.cell());
        OwnerTable table = new OwnerTable(words, ConditionLayout.ENTRIES);
        int count = 0;
        for (int index = 1; index <= table.high(); index++) {
            long value = words.get(ConditionLayout.ENTRIES.valueAt(index));
            if (ConditionLayout.isWaiting(value) && table.owner(index) != 0) {
                count++;
            }
        }
        return count;
    }
}

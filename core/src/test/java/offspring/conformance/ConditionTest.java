package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedCondition;
import offspring.sync.SharedSemaphore;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestCondition}, over processes and over threads. A semaphore without owners is the counter. */
@ExtendWith(LeakCheck.class)
class ConditionTest {

    private final SharedCondition condition = SharedCondition.create();
    private final SharedSemaphore sleeping = SharedSemaphore.createUnowned(0);
    private final SharedSemaphore woken = SharedSemaphore.createUnowned(0);

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testNotify(StartMethod method) throws Exception {
        List<ChildProcess> children = sleepers(method, 2);
        assertThat(woken.availablePermits()).isZero();
        locked(condition, condition::signal);
        awaitCount(woken, 1);
        locked(condition, condition::signal);
        awaitCount(woken, 2);
        end(children);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testNotifyAll(StartMethod method) throws Exception {
        List<ChildProcess> children = sleepers(method, 6);
        locked(condition, condition::signalAll);
        awaitCount(woken, 6);
        end(children);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testNotifyN(StartMethod method) throws Exception {
        List<ChildProcess> children = sleepers(method, 6);
        locked(condition, () -> condition.signal(1));
        awaitCount(woken, 1);
        locked(condition, () -> condition.signal(2));
        awaitCount(woken, 3);
        locked(condition, () -> condition.signal(4));
        awaitCount(woken, 6);
        locked(condition, () -> condition.signal(3));
        end(children);
        assertThat(woken.availablePermits()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTimeout(StartMethod method) throws Exception {
        SharedCondition mine = condition;
        end(List.of(start(method, () -> locked(mine, () -> {
            assertThat(mine.await(Duration.ofMillis(50))).isFalse();
        }))));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitfor(StartMethod method) throws Exception {
        SharedCondition mine = condition;
        SharedSemaphore state = SharedSemaphore.createUnowned(0);
        ChildProcess child = start(method, () -> locked(mine, () -> {
            state.release();
            mine.signal();
            assertThat(mine.waitFor(() -> state.availablePermits() == 4, Duration.ofMinutes(1))).isTrue();
        }));
        locked(mine, () -> mine.waitFor(() -> state.availablePermits() == 1));
        for (int i = 0; i < 3; i++) {
            locked(mine, () -> {
                state.release();
                mine.signal();
            });
        }
        end(List.of(child));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitforTimeout(StartMethod method) throws Exception {
        SharedCondition mine = condition;
        SharedSemaphore ended = SharedSemaphore.createUnowned(0);
        ChildProcess child = start(method, () -> {
            locked(mine, () -> assertThat(mine.waitFor(() -> false, Duration.ofMillis(100))).isFalse());
            ended.release();
        });
        while (!ended.tryAcquire()) {
            locked(mine, mine::signal);
        }
        end(List.of(child));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitResult(StartMethod method) throws Exception {
        SharedCondition mine = condition;
        locked(mine, () -> {
            assertThat(mine.await(Duration.ZERO)).isFalse();
            assertThat(mine.await(Duration.ofMillis(10))).isFalse();
            ChildProcess child = start(method, () -> locked(mine, mine::signal));
            assertThat(mine.await(Duration.ofMinutes(1))).isTrue();
            child.join();
        });
    }

    private List<ChildProcess> sleepers(StartMethod method, int count) {
        SharedCondition mine = condition;
        SharedSemaphore before = sleeping;
        SharedSemaphore after = woken;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(start(method, () -> locked(mine, () -> {
                before.release();
                mine.await();
                after.release();
            })));
        }
        awaitCount(sleeping, count);
        // Who has said so has the lock until it waits.
        locked(condition, () -> assertThat(woken.availablePermits()).isZero());
        return children;
    }

    private static void awaitCount(SharedSemaphore counter, int count) {
        Eventually.eventually("the count of " + count, () -> counter.availablePermits() == count);
    }

    private static void locked(SharedCondition condition, Action body) {
        condition.lock().lock();
        try {
            body.run();
        } finally {
            condition.lock().unlock();
        }
    }

    private static void end(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    private static ChildProcess start(StartMethod method, Action body) {
        return ChildProcess.builder().startMethod(method).start(body);
    }
}

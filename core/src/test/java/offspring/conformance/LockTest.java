package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedLock;
import offspring.sync.SharedReentrantLock;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestLock}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class LockTest {

    @TempDir
    Path directory;

    /** CPython tells names of processes, we their pids. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testReprLock(StartMethod method) throws Exception {
        SharedLock lock = SharedLock.create();
        assertThat(lock).hasToString("SharedLock[free]");
        lock.lock();
        assertThat(lock.toString()).startsWith("SharedLock[held by pid " + ProcessHandle.current().pid() + " thread ");
        lock.unlock();
        Notebook notes = Notebook.in(directory);
        ChildProcess child = start(method, () -> {
            lock.lock();
            notes.say("holds");
            notes.await("go on");
            lock.unlock();
        });
        notes.await("holds");
        assertThat(lock.toString()).startsWith("SharedLock[held by pid " + child.pid() + " thread ");
        notes.say("go on");
        child.join();
        assertThat(lock).hasToString("SharedLock[free]");
    }

    @Test
    void testLock() {
        SharedLock lock = SharedLock.create();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testLockLocked2processes(StartMethod method) throws Exception {
        SharedLock lock = SharedLock.create();
        ChildProcess child = start(method, lock::lock);
        child.join();
        assertThat(lock.isLocked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testReprRlock(StartMethod method) throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        assertThat(lock).hasToString("SharedReentrantLock[free]");
        Notebook notes = Notebook.in(directory);
        ChildProcess child = start(method, () -> {
            lock.lock();
            lock.lock();
            notes.say("holds " + lock.getHoldCount());
            notes.await("go on");
            lock.unlock();
            lock.unlock();
        });
        assertThat(notes.awaitNumber("holds ")).isEqualTo(2);
        assertThat(lock.toString()).startsWith("SharedReentrantLock[held by pid " + child.pid() + " thread ");
        assertThat(lock.getHoldCount()).isZero();
        notes.say("go on");
        child.join();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testRlock(StartMethod method) throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        for (int i = 0; i < 3; i++) {
            assertThat(lock.tryLock()).isTrue();
        }
        ChildProcess other = start(method, lock::unlock);
        other.join();
        assertThat(other.exitCode()).as("not its owner").hasValue(1);
        for (int i = 0; i < 3; i++) {
            assertThat(lock.isLocked()).isTrue();
            lock.unlock();
        }
        assertThat(lock.isLocked()).isFalse();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void testLockContext() throws Exception {
        SharedLock lock = SharedLock.create();
        assertThat((boolean) lock.withLock(() -> lock.isLocked())).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void testRlockContext() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        assertThat((int) lock.withLock(() -> lock.withLock(() -> lock.getHoldCount()))).isEqualTo(2);
        assertThat(lock.isLocked()).isFalse();
    }

    private static ChildProcess start(StartMethod method, Action body) {
        return ChildProcess.builder().startMethod(method).start(body);
    }
}

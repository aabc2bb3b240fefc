package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.Lock;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.shm.SharedBoolean;
import offspring.shm.SharedByteArray;
import offspring.shm.SharedDouble;
import offspring.shm.SharedInt;
import offspring.shm.SharedLong;
import offspring.shm.SharedShortArray;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestValue}, over processes and over threads. Shorts and characters are arrays of one here. */
@ExtendWith(LeakCheck.class)
class ValueTest {

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testValue(StartMethod method) throws Exception {
        SharedInt i = SharedInt.create(4343);
        SharedDouble d = SharedDouble.create(3.625);
        SharedShortArray h = SharedShortArray.of((short) -232);
        SharedLong q = SharedLong.create(1L << 33);
        SharedByteArray c = SharedByteArray.of((byte) 'x');
        SharedBoolean b = SharedBoolean.create(true);
        assertThat(i.get()).isEqualTo(4343);
        assertThat(d.get()).isEqualTo(3.625);
        assertThat(h.get(0)).isEqualTo((short) -232);
        assertThat(q.get()).isEqualTo(1L << 33);
        assertThat(c.getString()).isEqualTo("x");
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            i.set(24234);
            d.set(-4.25);
            h.set(0, (short) 234);
            q.set(1L << 34);
            c.setString("y");
            b.set(false);
        });
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(i.get()).isEqualTo(24234);
        assertThat(d.get()).isEqualTo(-4.25);
        assertThat(h.get(0)).isEqualTo((short) 234);
        assertThat(q.get()).isEqualTo(1L << 34);
        assertThat(c.getString()).isEqualTo("y");
        assertThat(b.get()).isFalse();
    }

    /** Nobody has to take the lock: somebody else who holds it does not keep a child from writing. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testRawvalue(StartMethod method) throws Exception {
        SharedInt value = SharedInt.create(1);
        value.lock().lock();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> value.set(2));
        child.join();
        assertThat(value.get()).isEqualTo(2);
        value.lock().unlock();
    }

    /** Every value has one lock; there are neither values without one nor values with somebody else's. */
    @Test
    void testGetobjGetlock() throws Exception {
        SharedInt value = SharedInt.create(5);
        Lock lock = value.lock();
        assertThat(value.lock()).isEqualTo(lock);
        assertThat(value.lock().tryLock()).isTrue();
        assertThat(value.lock().tryLock()).as("reentrant").isTrue();
        value.lock().unlock();
        value.lock().unlock();
        assertThatThrownBy(() -> value.lock().unlock()).isInstanceOf(IllegalMonitorStateException.class);
        assertThat((int) value.lock().withLock(() -> value.get())).isEqualTo(5);
        assertThat(SharedInt.create(5).lock()).isNotEqualTo(lock);
    }
}

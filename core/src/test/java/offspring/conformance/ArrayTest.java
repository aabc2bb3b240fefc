package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.IntBuffer;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.shm.SharedIntArray;
import offspring.sync.SharedReentrantLock;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestArray}, over processes and over threads. A slice is a slice of the buffer. */
@ExtendWith(LeakCheck.class)
class ArrayTest {

    private static final int[] SEQUENCE = {680, 626, 934, 821, 150, 233, 548, 982, 714, 831};

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testArray(StartMethod method) throws Exception {
        SharedIntArray array = SharedIntArray.of(SEQUENCE);
        int[] local = SEQUENCE.clone();
        assertThat(array.length()).isEqualTo(local.length);
        assertThat(array.get(2)).isEqualTo(local[2]);
        assertThat(slice(array, 2, 7)).containsExactly(934, 821, 150, 233, 548);
        array.asBuffer().put(4, new int[] {1, 2, 3, 4});
        System.arraycopy(new int[] {1, 2, 3, 4}, 0, local, 4, 4);
        assertThat(array.toArray()).isEqualTo(local);
        for (int i = 1; i < local.length; i++) {
            local[i] += local[i - 1];
        }
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            for (int i = 1; i < array.length(); i++) {
                array.set(i, array.get(i) + array.get(i - 1));
            }
        });
        child.join();
        assertThat(array.toArray()).isEqualTo(local);
    }

    private static int[] slice(SharedIntArray array, int from, int to) {
        int[] copy = new int[to - from];
        IntBuffer buffer = array.asBuffer();
        buffer.get(from, copy);
        return copy;
    }

    /** Made by its length it is zeros; held by somebody else it can be written all the same. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testRawarray(StartMethod method) throws Exception {
        SharedIntArray array = SharedIntArray.create(10);
        assertThat(array.toArray()).containsOnly(0);
        array.lock().lock();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> array.set(9, 1));
        child.join();
        assertThat(array.get(9)).isEqualTo(1);
        array.lock().unlock();
        assertThatIllegalArgumentException().isThrownBy(() -> SharedIntArray.create(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(10));
    }

    @Test
    void testGetobjGetlockObj() throws Exception {
        SharedIntArray array = SharedIntArray.create(10);
        SharedReentrantLock lock = array.lock();
        assertThat(array.lock()).isEqualTo(lock);
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).isTrue();
        assertThat(array.lock().getHoldCount()).isEqualTo(2);
        lock.unlock();
        lock.unlock();
        assertThat(SharedIntArray.create(10).lock()).isNotEqualTo(lock);
    }
}

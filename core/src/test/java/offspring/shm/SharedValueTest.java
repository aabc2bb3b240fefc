package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The single values. */
@ExtendWith(LeakCheck.class)
class SharedValueTest {

    private static final int PROCESSES = 3;
    private static final int ROUNDS = 20_000;

    @Test
    void intHasTheMethodsOfAtomicInteger() {
        SharedInt value = SharedInt.create(-5);
        assertThat(value.get()).isEqualTo(-5);
        value.set(10);
        assertThat(value.getAndSet(20)).isEqualTo(10);
        assertThat(value.compareAndSet(10, 1)).isFalse();
        assertThat(value.compareAndSet(20, 30)).isTrue();
        assertThat(value.getAndIncrement()).isEqualTo(30);
        assertThat(value.incrementAndGet()).isEqualTo(32);
        assertThat(value.getAndDecrement()).isEqualTo(32);
        assertThat(value.decrementAndGet()).isEqualTo(30);
        assertThat(value.getAndAdd(-10)).isEqualTo(30);
        assertThat(value.addAndGet(5)).isEqualTo(25);
        assertThat(value.getAndUpdate(before -> before * 2)).isEqualTo(25);
        assertThat(value.updateAndGet(before -> before + 1)).isEqualTo(51);
        assertThat(value.getAndAccumulate(7, Math::max)).isEqualTo(51);
        assertThat(value.accumulateAndGet(52, Math::max)).isEqualTo(52);
        assertThat(value).hasToString("52");
        value.set(Integer.MAX_VALUE);
        assertThat(value.incrementAndGet()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void longHasTheMethodsOfAtomicLong() {
        SharedLong value = SharedLong.create(Long.MIN_VALUE);
        assertThat(value.get()).isEqualTo(Long.MIN_VALUE);
        assertThat(value.decrementAndGet()).isEqualTo(Long.MAX_VALUE);
        value.set(1L << 40);
        assertThat(value.getAndSet(20)).isEqualTo(1L << 40);
        assertThat(value.compareAndSet(10, 1)).isFalse();
        assertThat(value.compareAndSet(20, 30)).isTrue();
        assertThat(value.getAndIncrement()).isEqualTo(30);
        assertThat(value.incrementAndGet()).isEqualTo(32);
        assertThat(value.getAndDecrement()).isEqualTo(32);
        assertThat(value.getAndAdd(1L << 33)).isEqualTo(31);
        assertThat(value.addAndGet(1)).isEqualTo((1L << 33) + 32);
        assertThat(value.getAndUpdate(before -> 25)).isEqualTo((1L << 33) + 32);
        assertThat(value.updateAndGet(before -> before * 2)).isEqualTo(50);
        assertThat(value.getAndAccumulate(7, Long::sum)).isEqualTo(50);
        assertThat(value.accumulateAndGet(3, (before, operand) -> before / operand)).isEqualTo(19);
        assertThat(value).hasToString("19");
    }

    @Test
    void doubleHasThemToo() {
        SharedDouble value = SharedDouble.create(0.1);
        assertThat(value.get()).isEqualTo(0.1);
        value.set(1.5);
        assertThat(value.getAndSet(2)).isEqualTo(1.5);
        assertThat(value.getAndAdd(0.5)).isEqualTo(2);
        assertThat(value.addAndGet(0.25)).isEqualTo(2.75);
        assertThat(value.incrementAndGet()).isEqualTo(3.75);
        assertThat(value.decrementAndGet()).isEqualTo(2.75);
        assertThat(value.getAndIncrement()).isEqualTo(2.75);
        assertThat(value.getAndDecrement()).isEqualTo(3.75);
        assertThat(value.getAndUpdate(before -> before * 2)).isEqualTo(2.75);
        assertThat(value.updateAndGet(Math::floor)).isEqualTo(5);
        assertThat(value.getAndAccumulate(2, Math::pow)).isEqualTo(5);
        assertThat(value.accumulateAndGet(24, Math::min)).isEqualTo(24);
        assertThat(value).hasToString("24.0");
    }

    @Test
    void doublesAreComparedBitByBit() {
        SharedDouble value = SharedDouble.create(0.0);
        assertThat(value.compareAndSet(-0.0, 1)).isFalse();
        value.set(Double.NaN);
        assertThat(value.compareAndSet(Double.NaN, -0.0)).isTrue();
        assertThat(Double.doubleToRawLongBits(value.get())).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void booleanHasTheMethodsOfAtomicBoolean() {
        SharedBoolean value = SharedBoolean.create(true);
        assertThat(value.get()).isTrue();
        assertThat(value.getAndSet(false)).isTrue();
        assertThat(value.compareAndSet(true, false)).isFalse();
        assertThat(value.compareAndSet(false, true)).isTrue();
        assertThat(value).hasToString("true");
        value.set(false);
        assertThat(value.get()).isFalse();
    }

    @Test
    void nothingIsLostThatProcessesAddAtOnce() throws Exception {
        SharedInt one = SharedInt.create(0);
        SharedLong two = SharedLong.create(0);
        SharedDouble three = SharedDouble.create(0);
        SharedInt turned = SharedInt.create(0);
        SharedBoolean flag = SharedBoolean.create(false);
        inProcesses(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                one.incrementAndGet();
                two.updateAndGet(before -> before + 2);
                three.addAndGet(0.5);
            }
            if (flag.compareAndSet(false, true)) {
                turned.incrementAndGet();
            }
        });
        assertThat(one.get()).isEqualTo(PROCESSES * ROUNDS);
        assertThat(two.get()).isEqualTo(2L * PROCESSES * ROUNDS);
        assertThat(three.get()).isEqualTo(PROCESSES * ROUNDS / 2.0);
        assertThat(turned.get()).isEqualTo(1);
    }

    @Test
    void lockMakesSeveralStepsOne() throws Exception {
        SharedInt value = SharedInt.create(0);
        inProcesses(() -> {
            for (int i = 0; i < ROUNDS / 10; i++) {
                value.lock().withLock(() -> value.set(value.get() + 1));
            }
        });
        assertThat(value.get()).isEqualTo(PROCESSES * ROUNDS / 10);
        assertThat(value.lock()).isSameAs(value.lock());
        assertThat(value.lock().isLocked()).isFalse();
        assertThat(value.lock()).isNotEqualTo(SharedInt.create(0).lock());
    }

    private static void inProcesses(Action body) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            children.add(new ChildProcess(body).start());
        }
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}

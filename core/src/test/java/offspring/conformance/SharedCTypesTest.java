package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.shm.SharedByteArray;
import offspring.shm.SharedDouble;
import offspring.shm.SharedDoubleArray;
import offspring.shm.SharedInt;
import offspring.shm.SharedLong;
import offspring.shm.SharedStruct;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestSharedCTypes}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class SharedCTypesTest {

    private record Foo(int x, double y, long z) {
        Foo doubled() {
            return new Foo(2 * x, 2 * y, 2 * z);
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSharedctypes(StartMethod method) throws Exception {
        assertDoubled(method, false);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSynchronize(StartMethod method) throws Exception {
        assertDoubled(method, true);
    }

    private static void assertDoubled(StartMethod method, boolean locked) throws Exception {
        SharedInt x = SharedInt.create(7);
        SharedDouble y = SharedDouble.create(1.0 / 3.0);
        SharedLong z = SharedLong.create(1L << 33);
        SharedStruct<Foo> foo = SharedStruct.create(new Foo(3, 2, 1L << 40));
        SharedDoubleArray numbers = SharedDoubleArray.create(10);
        for (int i = 0; i < 10; i++) {
            numbers.set(i, i);
        }
        SharedByteArray text = SharedByteArray.create(20);
        text.setString("hello");
        Action doubling = () -> {
            x.set(x.get() * 2);
            y.set(y.get() * 2);
            z.set(z.get() * 2);
            foo.set(foo.get().doubled());
            for (int i = 0; i < numbers.length(); i++) {
                numbers.set(i, numbers.get(i) * 2);
            }
            text.setString(text.getString().repeat(2));
        };
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            if (locked) {
                x.lock().withLock(() -> foo.lock().withLock(() -> numbers.lock().withLock(doubling)));
            } else {
                doubling.execute();
            }
        });
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(x.get()).isEqualTo(14);
        assertThat(y.get()).isEqualTo(2.0 / 3.0);
        assertThat(z.get()).isEqualTo(1L << 34);
        assertThat(foo.get()).isEqualTo(new Foo(6, 4, 1L << 41));
        assertThat(numbers.toArray()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
        assertThat(text.getString()).isEqualTo("hellohello");
    }

    /** What {@code get} gives is a record of its own, and another struct made of it another struct. */
    @Test
    void testCopy() {
        SharedStruct<Foo> foo = SharedStruct.create(new Foo(2, 5.0, 1L << 33));
        Foo read = foo.get();
        SharedStruct<Foo> copy = SharedStruct.create(read);
        foo.set(new Foo(0, 0, 0));
        assertThat(read).isEqualTo(new Foo(2, 5.0, 1L << 33));
        assertThat(copy.get()).isEqualTo(read);
        assertThat(copy).isNotEqualTo(foo);
    }
}

package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.sync.SharedBarrier;
import offspring.sync.SharedCondition;
import offspring.sync.SharedReentrantLock;
import offspring.testing.LeakCheck;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shared data on their way: the object at the other end is the same one. */
@ExtendWith(LeakCheck.class)
class SharedDataTravelTest {

    private record Point(int x, int y) {}

    /** What is shared may be in the fields of what is sent. */
    private record Everything(
            SharedInt number,
            SharedLong large,
            SharedDouble fraction,
            SharedBoolean flag,
            SharedIntArray ints,
            SharedByteArray bytes,
            SharedStruct<Point> point,
            SharedStructArray<Point> points)
            implements Serializable {

        static Everything create() {
            return new Everything(
                    SharedInt.create(1),
                    SharedLong.create(2),
                    SharedDouble.create(3),
                    SharedBoolean.create(false),
                    SharedIntArray.of(1, 2, 3),
                    SharedByteArray.create(10),
                    SharedStruct.create(new Point(1, 2)),
                    SharedStructArray.create(Point.class, 2));
        }

        void change() {
            number.incrementAndGet();
            large.addAndGet(1L << 40);
            fraction.addAndGet(0.5);
            flag.set(true);
            ints.set(1, 20);
            bytes.setString("hello");
            point.update(before -> new Point(before.x() + 10, before.y()));
            points.set(1, new Point(7, 8));
        }

        void requireChanged() {
            assertThat(number.get()).isEqualTo(2);
            assertThat(large.get()).isEqualTo((1L << 40) + 2);
            assertThat(fraction.get()).isEqualTo(3.5);
            assertThat(flag.get()).isTrue();
            assertThat(ints.toArray()).containsExactly(1, 20, 3);
            assertThat(bytes.getString()).isEqualTo("hello");
            assertThat(point.get()).isEqualTo(new Point(11, 2));
            assertThat(points.get(1)).isEqualTo(new Point(7, 8));
            assertThat(points.get(0)).isEqualTo(new Point(0, 0));
        }
    }

    private static List<SharedData> ofEachKind() {
        return List.of(
                SharedInt.create(1),
                SharedLong.create(1),
                SharedDouble.create(1),
                SharedBoolean.create(true),
                SharedByteArray.create(1),
                SharedShortArray.create(1),
                SharedCharArray.create(1),
                SharedIntArray.create(0),
                SharedLongArray.create(1),
                SharedFloatArray.create(1),
                SharedDoubleArray.create(1),
                SharedStruct.create(new Point(1, 2)),
                SharedStructArray.create(Point.class, 1));
    }

    @Test
    void listHasEveryKind() {
        assertThat(ofEachKind()).hasSize(DataKind.values().length);
    }

    @Test
    void capturedPassedInARecordAndReturnedItIsTheSame() throws Exception {
        Everything everything = Everything.create();
        try (Pool pool = Pool.create(1)) {
            Everything back = pool.apply(passed -> {
                passed.change();
                return passed;
            }, everything);
            assertThat(back).isEqualTo(everything);
            assertThat(back.number()).isNotSameAs(everything.number());
            everything.requireChanged();
            SharedInt made = pool.apply(() -> SharedInt.create(everything.number().get() + 40));
            assertThat(made.get()).as("made by a task").isEqualTo(42);
        }
        Everything captured = Everything.create();
        SharedInt alone = captured.number();
        new ChildProcess(() -> {
                    captured.change();
                    if (!alone.equals(captured.number()) || alone.get() != 2) {
                        throw new AssertionError("two objects that were one");
                    }
                })
                .start()
                .join();
        captured.requireChanged();
    }

    @Test
    void everyKindComesBackAsItself() throws Exception {
        for (SharedData data : ofEachKind()) {
            Object back = Payload.decode(Payload.encode(data));
            assertThat(back).isEqualTo(data).hasSameClassAs(data).hasSameHashCodeAs(data).isNotSameAs(data);
            assertThat(back).hasToString(data.toString());
            assertThat(back).isNotEqualTo(data.lock());
        }
    }

    /** Two references in one message are one object at the other end. */
    @Test
    void twiceInAMessageIsOnceThere() throws Exception {
        SharedStruct<Point> struct = SharedStruct.create(new Point(1, 2));
        Object[] back = (Object[]) Payload.decode(Payload.encode(new Object[] {struct, struct}));
        assertThat(back[0]).isSameAs(back[1]);
    }

    @Test
    void lockTravelsAloneAndIsTheSame() throws Exception {
        for (SharedData data : ofEachKind()) {
            SharedReentrantLock lock = data.lock();
            SharedReentrantLock back = (SharedReentrantLock) Payload.decode(Payload.encode(lock));
            assertThat(back).isEqualTo(lock);
            back.lock();
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            lock.unlock();
        }
    }

    @Test
    void otherPeoplesStreamsAreRefused() throws Exception {
        for (SharedData data : ofEachKind()) {
            assertRefused(data, data.getClass().getName());
        }
        try (SharedMemory memory = SharedMemory.create(8);
                ShareableList list = ShareableList.create(1L)) {
            assertRefused(memory, "offspring.shm.SharedMemory");
            assertRefused(list, "offspring.shm.SharedMemory");
            assertRefused(SharedCondition.create(), "offspring.sync.SharedCondition");
            assertRefused(SharedBarrier.create(1, () -> {}, null), "offspring.sync.SharedBarrier");
            memory.unlink();
            list.unlink();
        }
    }

    private static void assertRefused(Object object, String named) throws IOException {
        ObjectOutputStream foreign = new ObjectOutputStream(new ByteArrayOutputStream());
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> foreign.writeObject(object))
                .withMessageStartingWith(named + ": ");
    }

    @Test
    void handleOfAnotherKindIsRefused() throws Exception {
        byte[] handle = Payload.encode(SharedInt.create(1));
        assertThat(Payload.decode(handle)).isInstanceOf(SharedInt.class);
        StructHandle wrong = new StructHandle("no elements", Point.class, true);
        byte[] bytes = Payload.encode(wrong);
        assertThatThrownBy(() -> Payload.decode(bytes)).hasStackTraceContaining("this is not its handle");
    }
}

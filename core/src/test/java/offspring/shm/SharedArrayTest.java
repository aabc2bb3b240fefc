package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import offspring.process.ChildProcess;
import offspring.region.FamilyHeap;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrays of primitives. */
@ExtendWith(LeakCheck.class)
class SharedArrayTest {

    @ParameterizedTest
    @EnumSource(ArrayType.class)
    void elementsAreZeroAndThenWhatWasSet(ArrayType type) {
        SharedArray array = type.create(5);
        assertThat(array.length()).isEqualTo(5);
        assertThat(array.segment().byteSize()).isEqualTo(5L * type.elementBytes);
        for (int i = 0; i < 5; i++) {
            assertThat(ArrayType.get(array, i)).isZero();
            ArrayType.set(array, i, i + 1);
        }
        ArrayType.setPlain(array, 3, 77);
        int[] expected = {1, 2, 3, 77, 5};
        for (int i = 0; i < 5; i++) {
            assertThat(ArrayType.get(array, i)).isEqualTo(expected[i]);
            assertThat(ArrayType.getPlain(array, i)).isEqualTo(expected[i]);
            assertThat(((Number) number(Array.get(ArrayType.toArray(array), i))).intValue()).isEqualTo(expected[i]);
        }
        ArrayType.fill(array, 9);
        for (int i = 0; i < 5; i++) {
            assertThat(ArrayType.get(array, i)).isEqualTo(9);
        }
        SharedArray two = type.of(8, 7);
        assertThat(two.length()).isEqualTo(2);
        assertThat(ArrayType.get(two, 0)).isEqualTo(8);
        assertThat(ArrayType.get(two, 1)).isEqualTo(7);
        assertThat(two).isNotEqualTo(array).hasToString(two.getClass().getSimpleName() + "[length=2]");
    }

    private static Object number(Object element) {
        return element instanceof Character character ? (Integer) (int) character : element;
    }

    @ParameterizedTest
    @EnumSource(ArrayType.class)
    void segmentAndBufferAreTheElementsThemselves(ArrayType type) {
        SharedArray array = type.create(4);
        Buffer buffer = ArrayType.buffer(array);
        assertThat(buffer.capacity()).isEqualTo(4);
        assertThat(buffer.isDirect()).isTrue();
        ArrayType.put(buffer, 2, 42);
        assertThat(ArrayType.get(array, 2)).isEqualTo(42);
        ArrayType.set(array, 3, 43);
        assertThat(ArrayType.get(buffer, 3)).isEqualTo(43);
        array.segment().asSlice(2L * type.elementBytes, type.elementBytes).fill((byte) 0);
        assertThat(ArrayType.get(array, 2)).isZero();
        buffer.position(1);
        assertThat(ArrayType.buffer(array).position()).isZero();
        assertThat(SharedByteArray.create(2).asBuffer().order()).isEqualTo(ByteOrder.nativeOrder());
    }

    @ParameterizedTest
    @EnumSource(ArrayType.class)
    void indexesAreCheckedAndLengthsToo(ArrayType type) {
        SharedArray array = type.create(3);
        for (int wrong : new int[] {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            String text = "Index " + wrong + " out of bounds for length 3";
            assertOutOfBounds(() -> ArrayType.get(array, wrong), text);
            assertOutOfBounds(() -> ArrayType.set(array, wrong, 1), text);
            assertOutOfBounds(() -> ArrayType.getPlain(array, wrong), text);
            assertOutOfBounds(() -> ArrayType.setPlain(array, wrong, 1), text);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> type.create(-1)).withMessage("cannot make a "
                + array.getClass().getSimpleName() + ": its length cannot be negative; length=-1");
        SharedArray empty = type.create(0);
        assertThat(empty.length()).isZero();
        assertThat(empty.segment().byteSize()).isZero();
        assertThat(ArrayType.buffer(empty).capacity()).isZero();
        assertOutOfBounds(() -> ArrayType.get(empty, 0), "Index 0 out of bounds for length 0");
    }

    private static void assertOutOfBounds(Runnable access, String text) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(access::run).withMessage(text);
    }

    @Test
    void intsAndLongsAreChangedInOneStep() throws Exception {
        SharedIntArray ints = SharedIntArray.of(1, 2);
        SharedLongArray longs = SharedLongArray.of(1, 1L << 40);
        assertThat(ints.compareAndSet(1, 3, 4)).isFalse();
        assertThat(ints.compareAndSet(1, 2, 4)).isTrue();
        assertThat(ints.getAndAdd(1, -1)).isEqualTo(4);
        assertThat(longs.compareAndSet(1, 0, 4)).isFalse();
        assertThat(longs.compareAndSet(1, 1L << 40, 1L << 41)).isTrue();
        assertThat(longs.getAndAdd(1, 1)).isEqualTo(1L << 41);
        assertThat(ints.toArray()).containsExactly(1, 3);
        assertThat(longs.toArray()).containsExactly(1, (1L << 41) + 1);
        assertOutOfBounds(() -> ints.getAndAdd(2, 1), "Index 2 out of bounds for length 2");
        assertOutOfBounds(() -> longs.compareAndSet(-1, 1, 1), "Index -1 out of bounds for length 2");
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(new ChildProcess(() -> {
                        for (int n = 0; n < 10_000; n++) {
                            ints.getAndAdd(0, 1);
                            longs.getAndAdd(0, 1);
                        }
                    })
                    .start());
        }
        for (ChildProcess child : children) {
            child.join();
        }
        assertThat(ints.get(0)).isEqualTo(30_001);
        assertThat(longs.get(0)).isEqualTo(30_001);
    }

    @Test
    void fractionsAndLargeNumbersAreKept() {
        assertThat(SharedDoubleArray.of(0.1, Double.NaN, -0.0).toArray()).containsExactly(0.1, Double.NaN, -0.0);
        assertThat(SharedFloatArray.of(0.1f, Float.MIN_VALUE).toArray()).containsExactly(0.1f, Float.MIN_VALUE);
        assertThat(SharedCharArray.of('\uffff', 'x').toArray()).containsExactly('\uffff', 'x');
        assertThat(SharedShortArray.of(Short.MIN_VALUE).get(0)).isEqualTo(Short.MIN_VALUE);
        assertThat(SharedByteArray.of(Byte.MIN_VALUE).get(0)).isEqualTo(Byte.MIN_VALUE);
        assertThat(SharedLongArray.of(Long.MIN_VALUE).get(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void textIsStoredUpToANul() {
        SharedByteArray bytes = SharedByteArray.create(8);
        assertThat(bytes.getString()).isEmpty();
        bytes.setString("abcdefgh");
        assertThat(bytes.getString()).as("no room for a NUL").isEqualTo("abcdefgh");
        bytes.setString("xyz");
        assertThat(bytes.getString()).isEqualTo("xyz");
        assertThat(bytes.toArray()).containsExactly('x', 'y', 'z', 0, 'e', 'f', 'g', 'h');
        bytes.setString("né€");
        assertThat(bytes.getString()).isEqualTo("né€");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bytes.setString("€€€"))
                .withMessage("cannot store a text: it is too long; bytes=9 length=8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bytes.setString("a\0b"))
                .withMessageContaining("NUL")
                .withMessageEndingWith("index=1");
        assertThat(bytes.getString()).isEqualTo("né€");
        bytes.setString("");
        assertThat(bytes.getString()).isEmpty();
        bytes.fill((byte) 0xff);
        assertThat(bytes.getString()).isEqualTo("\ufffd".repeat(8));
        SharedByteArray.create(0).setString("");
    }

    /** Has a mapping of its own, and indexes whose offsets are above 2 GiB; of its memory little is touched. */
    @Test
    void largeArraysAreArraysToo() throws Exception {
        int length = (1 << 28) + 1_000;
        SharedLongArray array = SharedLongArray.create(length);
        array.set(length - 1, 42);
        array.setPlain(1 << 28, 43);
        new ChildProcess(() -> array.getAndAdd(length - 1, 1)).start().join();
        assertThat(array.get(length - 1)).isEqualTo(43);
        assertThat(array.getPlain(1 << 28)).isEqualTo(43);
        assertThat(array.get(0)).isZero();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(array::asBuffer)
                .withMessageEndingWith("use the segment; bytes=" + 8L * length);
        giveBack(array);
    }

    @Test
    void buffersGoToFilesAsTheyAre(@TempDir Path directory) throws Exception {
        SharedIntArray array = SharedIntArray.of(1, 2, 3);
        Path ints = Files.createFile(directory.resolve("ints"));
        try (FileChannel file = FileChannel.open(ints, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(file.write(array.segment().asByteBuffer())).isEqualTo(12);
            array.fill(0);
            assertThat(file.read(array.segment().asByteBuffer(), 0)).isEqualTo(12);
        }
        assertThat(array.toArray()).containsExactly(1, 2, 3);
    }

    /** Two gigabytes do not wait for the garbage collector. */
    private static void giveBack(SharedArray array) throws Exception {
        FamilyHeap.current().free(array.cell().extension().orElseThrow());
    }

    @Test
    void whatDoesNotFitIsToldAndNothingOfItTaken() {
        record Big(long a, long b, long c, long d, long e, long f, long g, long h) {}
        record Huge(Big a, Big b, Big c, Big d, Big e, Big f, Big g, Big h) {}
        long bytes = (8 + 2 * 512L) * Integer.MAX_VALUE;
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SharedStructArray.create(Huge.class, Integer.MAX_VALUE))
                .withMessageStartingWith("cannot make a SharedStructArray of " + bytes + " bytes: "
                        + "there is not so much memory; availableBytes=")
                .withMessageEndingWith("length=2147483647");
    }

    @Test
    void anInterruptDisturbsNobody() {
        Thread.currentThread().interrupt();
        SharedLongArray array = SharedLongArray.create(4 << 20);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(array.get(4_000_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"segment", "slice", "buffer", "slice of the buffer", "array"})
    void memoryStaysAsLongAsAnyViewAndNoLonger(String kind) throws Exception {
        Object view = null;
        long[] place = new long[2];
        view = view(kind, place);
        for (int i = 0; i < 6; i++) {
            collect();
            assertThat(isThere(place)).as("the memory of a reachable " + kind).isTrue();
            assertThat(second(view)).as("what a %s shows", kind).isEqualTo(43);
        }
        view = null;
        Eventually.eventually("the end of the memory", () -> {
            collect();
            return !isThere(place);
        });
        assertThat(view).isNull();
    }

    /** Only the view remains; where the memory is goes to {@code place}. */
    private static Object view(String kind, long[] place) throws Exception {
        SharedIntArray array = SharedIntArray.of(42, 43, 44);
        place[0] = array.cell().extension().orElseThrow().offset();
        place[1] = array.cell().extension().orElseThrow().bytes();
        return switch (kind) {
            case "segment" -> array.segment();
            case "slice" -> array.segment().asSlice(4);
            case "buffer" -> array.asBuffer();
            case "slice of the buffer" -> array.asBuffer().slice(1, 1);
            default -> array;
        };
    }

    private static int second(Object view) {
        return switch (view) {
            case MemorySegment segment -> segment.get(ValueLayout.JAVA_INT, segment.byteSize() - 8);
            case IntBuffer buffer -> buffer.get(buffer.capacity() == 3 ? 1 : 0);
            case SharedIntArray array -> array.get(1);
            default -> throw new AssertionError(view);
        };
    }

    /** Who makes a cell frees what is unreachable. */
    private static void collect() {
        System.gc();
        SharedInt.create(0);
    }

    private static boolean isThere(long[] place) {
        try {
            FamilyHeap.current().attach(place[0], place[1]);
            return true;
        } catch (IOException freed) {
            return false;
        }
    }
}

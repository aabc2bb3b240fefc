package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import offspring.process.ChildProcess;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Structs and arrays of them, without deaths. */
@ExtendWith(LeakCheck.class)
class SharedStructTest {

    @TempDir
    Path directory;

    private record All(byte a, short b, char c, int d, long e, float f, double g, boolean h) {}

    private record Nested(byte first, All all, short last) {}

    private record Point(double x, double y) {}

    private record Nothing() {}

    private record Self(int a, Self next) {}

    private record Person(int age, Address address) {}

    private record Address(int number, String street) {}

    private record Boxed(Integer boxed) {}

    private record Generic<T>(T value) {}

    private record Arrays(int[] numbers) {}

    private record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException("not positive: " + number);
            }
        }
    }

    private static final All SOME = new All(
            Byte.MIN_VALUE, Short.MIN_VALUE, '\uffff', Integer.MIN_VALUE, Long.MIN_VALUE, -0.1f, Math.PI, true);

    @Test
    void everyPrimitiveIsKept() {
        SharedStruct<All> struct = SharedStruct.create(SOME);
        assertThat(struct.get()).isEqualTo(SOME);
        assertThat(struct).hasToString(SOME.toString());
        All other = new All((byte) 1, (short) 2, '3', 4, 5, 6, 7, false);
        struct.set(other);
        assertThat(struct.get()).isEqualTo(other);
        All notANumber = new All((byte) 0, (short) 0, ' ', 0, 0, Float.NaN, Double.NEGATIVE_INFINITY, false);
        struct.set(notANumber);
        assertThat(struct.get()).isEqualTo(notANumber);
    }

    @Test
    void nestedLocalAndEmptyRecordsAreRecordsToo() {
        Nested nested = new Nested((byte) 1, SOME, (short) -1);
        assertThat(SharedStruct.create(nested).get()).isEqualTo(nested);
        record Local(int value, Nothing nothing) {}
        assertThat(SharedStruct.create(new Local(3, new Nothing())).get()).isEqualTo(new Local(3, new Nothing()));
        assertThat(SharedStruct.create(new Nothing()).get()).isEqualTo(new Nothing());
    }

    @Test
    void layoutIsThatOfC() {
        MemoryLayout all = SharedStruct.create(SOME).layout();
        assertThat(all.byteSize()).isEqualTo(48);
        assertThat(all.byteAlignment()).isEqualTo(8);
        assertThat(List.of("a", "b", "c", "d", "e", "f", "g", "h"))
                .extracting(name -> all.byteOffset(PathElement.groupElement(name)))
                .containsExactly(0L, 2L, 4L, 8L, 16L, 24L, 32L, 40L);
    }

    @Test
    void componentsThatCannotBeSharedAreNamed() {
        String allowed = "; allowed are byte, short, char, int, long, float, double, boolean, and records of these";
        String start = "cannot share records of " + SharedStructTest.class.getName() + "$";
        assertRefused(new Person(1, null), start + "Person: component address.street is a java.lang.String" + allowed);
        assertRefused(new Boxed(1), start + "Boxed: component boxed is a java.lang.Integer" + allowed);
        assertRefused(new Generic<>(1), start + "Generic: component value is a java.lang.Object" + allowed);
        assertRefused(new Arrays(null), start + "Arrays: component numbers is a int[]" + allowed);
        assertRefused(new Self(1, null), start + "Self: component next would contain itself" + allowed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedStructArray.create(Person.class, 1))
                .withMessageContaining("address.street");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedStructArray.create(Record.class, 1))
                .withMessage("cannot share records of java.lang.Record: it is no record class");
    }

    private static void assertRefused(Record value, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> SharedStruct.create(value)).withMessage(message);
    }

    @Test
    void updateIsOneStepUnderTheLock() throws Exception {
        SharedStruct<Point> struct = SharedStruct.create(new Point(1, 2));
        Point after = struct.update(before -> {
            assertThat(struct.lock().isHeldByCurrentThread()).isTrue();
            return new Point(before.x() + 1, before.y() + 1);
        });
        assertThat(after).isEqualTo(new Point(2, 3)).isEqualTo(struct.get());
        assertThat(struct.lock().isLocked()).isFalse();
        assertThatThrownBy(() -> struct.update(before -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThatNullPointerException().isThrownBy(() -> struct.update(before -> null));
        assertThatNullPointerException().isThrownBy(() -> struct.set(null));
        assertThatNullPointerException()
                .isThrownBy(() -> SharedStruct.create((Point) null))
                .withMessageStartingWith("cannot make a SharedStruct: the initial record is null");
        assertThat(struct.lock().isLocked()).isFalse();
        assertThat(struct.get()).isEqualTo(new Point(2, 3));
        struct.lock().withLock(() -> struct.set(new Point(0, 0)));
        ChildProcess[] children = new ChildProcess[3];
        for (int i = 0; i < children.length; i++) {
            children[i] = new ChildProcess(() -> {
                        for (int n = 0; n < 2_000; n++) {
                            struct.update(before -> new Point(before.x() + 1, before.y() - 1));
                        }
                    })
                    .start();
        }
        for (ChildProcess child : children) {
            child.join();
        }
        assertThat(struct.get()).isEqualTo(new Point(6_000, -6_000));
    }

    @Test
    void arrayHasElementsOfItsOwn() {
        SharedStructArray<Point> array = SharedStructArray.create(Point.class, 100);
        assertThat(array.length()).isEqualTo(100);
        assertThat(array.get(99)).isEqualTo(new Point(0, 0));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                array.set(i, new Point(i, round));
            }
        }
        for (int i = 0; i < 100; i++) {
            assertThat(array.get(i)).isEqualTo(new Point(i, 2));
        }
        assertThat(array.update(5, before -> new Point(-1, before.y()))).isEqualTo(new Point(-1, 2));
        assertThat(array.get(4)).isEqualTo(new Point(4, 2));
        assertThat(array.get(6)).isEqualTo(new Point(6, 2));
        assertThat(array.layout().byteSize()).isEqualTo(16);
        for (int wrong : new int[] {-1, 100}) {
            String text = "Index " + wrong + " out of bounds for length 100";
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> array.get(wrong))
                    .withMessage(text);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> array.set(wrong, new Point(1, 1)))
                    .withMessage(text);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> array.update(wrong, before -> before))
                    .withMessage(text);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SharedStructArray.create(Point.class, -1));
        assertThat(SharedStructArray.create(Point.class, 0).length()).isZero();
        assertThat(array).hasToString(
                "SharedStructArray[type=" + SharedStructTest.class.getName() + "$Point length=100]");
    }

    @Test
    void constructorThatRefusesZerosIsHeard() {
        SharedStructArray<Positive> array = SharedStructArray.create(Positive.class, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> array.get(0)).withMessage("not positive: 0");
        array.set(0, new Positive(3));
        assertThat(array.get(0)).isEqualTo(new Positive(3));
    }

    /** Component by component, in memory of one's own: what the layout is for. */
    @Test
    void layoutLeadsToTheComponentsOfRecordsInOtherMemory() throws Exception {
        MemoryLayout layout = SharedStruct.create(new Nested((byte) 1, SOME, (short) 1)).layout();
        SharedByteArray memory = SharedByteArray.create((int) layout.byteSize() * 3);
        VarHandle component = layout.varHandle(PathElement.groupElement("all"), PathElement.groupElement("e"));
        long second = layout.byteSize();
        component.setVolatile(memory.segment(), second, 41L);
        ChildProcess child = new ChildProcess(() -> {
                    MemorySegment segment = memory.segment();
                    MemoryLayout same = SharedStructArray.create(Nested.class, 0).layout();
                    same.varHandle(PathElement.groupElement("all"), PathElement.groupElement("e"))
                            .getAndAdd(segment, same.byteSize(), 1L);
                })
                .start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat((long) component.getVolatile(memory.segment(), second)).isEqualTo(42);
        assertThat((long) component.getVolatile(memory.segment(), 0L)).isZero();
    }

    /** A record whose class says what every record of it is like: no get may see another. */
    private record Same(long a, long b, long c, long d, long e, long f, long g, long h) {
        Same {
            if (a != b || a != c || a != d || a != e || a != f || a != g || a != h) {
                throw new IllegalStateException("half of one record and half of another");
            }
        }

        static Same of(long n) {
            return new Same(n, n, n, n, n, n, n, n);
        }
    }

    /** Long enough that writers are met in the middle. */
    private record Wide(Same a, Same b, Same c, Same d, Same e, Same f, Same g, Same h) {
        Wide {
            if (!List.of(b, c, d, e, f, g, h).equals(Collections.nCopies(7, a))) {
                throw new IllegalStateException("halves of two records");
            }
        }

        static Wide of(long n) {
            Same same = Same.of(n);
            return new Wide(same, same, same, same, same, same, same, same);
        }
    }

    @Test
    void readersNeverSeeHalfOfARecord() throws Exception {
        SharedStruct<Wide> struct = SharedStruct.create(Wide.of(0));
        SharedStructArray<Wide> array = SharedStructArray.create(Wide.class, 3);
        SharedBoolean end = SharedBoolean.create(false);
        ChildProcess writer = new ChildProcess(() -> {
                    for (long n = 1; !end.get(); n++) {
                        struct.set(Wide.of(n));
                        array.set(1, Wide.of(n));
                    }
                })
                .start();
        long last = 0;
        for (int changes = 0; changes < 5_000; ) {
            long now = struct.get().a().a();
            assertThat(now).isGreaterThanOrEqualTo(last);
            changes += now == last ? 0 : 1;
            last = now;
            array.get(1);
        }
        end.set(true);
        writer.join();
        assertThat(writer.exitCode()).hasValue(0);
    }

    @Test
    void moduleThatDoesNotOpenItsPackageIsToldHow() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .source("module-info.java", "module demo { requires offspring; exports demo.open; }")
                .source("demo/open/Free.java", "package demo.open; public record Free(int a) {}")
                .source("demo/closed/Main.java", """
                        package demo.closed;
                        import demo.open.Free;
                        import offspring.shm.SharedStruct;
                        public class Main {
                            private record Mine(int a) {}
                            public static void main(String[] args) {
                                System.out.println(SharedStruct.create(new Free(1)).get());
                                try {
                                    SharedStruct.create(new Mine(1));
                                } catch (IllegalArgumentException closed) {
                                    System.out.println(closed.getMessage());
                                }
                            }
                        }
                        """);
        List<String> files = List.of("module-info.java", "demo/open/Free.java", "demo/closed/Main.java");
        try (RunningProgram program = jvm.compileAndRunModule("demo", "demo.closed.Main", files)) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, """
                    Free[a=1]
                    cannot share records of demo.closed.Main$Mine: module demo does not open its package; add \
                    "opens demo.closed to offspring;" to its module-info.java
                    """, ""));
        }
    }

    /** Without native access nobody is warned because of us, and arrays keep their memory all the same. */
    @Test
    void withoutNativeAccessItWorksQuietly() throws Exception {
        assertPrintsWithoutNativeAccess("3 Point[x=1, y=2]\n", """
                import module offspring;

                record Point(int x, int y) {}

                void main() {
                    IntBuffer buffer = SharedIntArray.of(1, 2, 3).asBuffer();
                    SharedStruct<Point> struct = SharedStruct.create(new Point(1, 2));
                    for (int i = 0; i < 5; i++) {
                        System.gc();
                        SharedInt.create(i);
                    }
                    IO.println(buffer.get(2) + " " + struct);
                }
                """);
    }

    @Test
    void withoutNativeAccessItTravelsToo() throws Exception {
        assertPrintsWithoutNativeAccess("Point[x=3, y=4]\n", """
                import module offspring;

                record Point(int x, int y) {}

                void main() throws Exception {
                    SharedStruct<Point> struct = SharedStruct.create(new Point(1, 2));
                    new ChildProcess(() -> struct.set(new Point(3, 4))).start().join();
                    IO.println(struct);
                }
                """);
    }

    private void assertPrintsWithoutNativeAccess(String expected, String source) throws Exception {
        String library = FreshJvm.library().toString();
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Quiet.java", source)
                .options("--module-path", library, "--add-modules", "offspring", "-Doffspring.os.refuse=native")
                .java("Quiet.java")) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, expected, ""));
        }
    }
}

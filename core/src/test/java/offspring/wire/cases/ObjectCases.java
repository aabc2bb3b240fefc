package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of the program's own classes. */
final class ObjectCases {

    private ObjectCases() {}

    record Point(int x, int y) implements Serializable {}

    record Wide(byte a, short b, char c, int d, long e, float f, double g, boolean h, String i, List<Point> j)
            implements Serializable {}

    record Modern(Path path, Optional<Point> point, Map.Entry<String, Point> entry) implements Serializable {}

    record Generic<T>(T value) implements Serializable {}

    record Checked(int positive) implements Serializable {
        Checked {
            assertThat(positive).isPositive();
        }
    }

    record Nothing() implements Serializable {}

    record Disguised(int x) implements Serializable {
        private Object writeReplace() {
            return new Point(x, x);
        }
    }

    sealed interface Shape extends Serializable permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    enum Level {
        LOW,
        HIGH {
            @Override
            int weight() {
                return 10;
            }
        };

        int weight() {
            return 1;
        }
    }

    static class Base {
        int seed = 1;
    }

    static class Bean extends Base implements Serializable {
        private final String name;
        private transient int cached = 5;
        private int[] numbers = {1, 2};

        Bean(String name) {
            this.name = name;
        }
    }

    static class Child extends Bean {
        private final String more = "more";

        Child() {
            super("child");
        }
    }

    static class Custom implements Serializable {
        private transient String text = "kept";

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeUTF(text);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            text = in.readUTF() + "!";
        }
    }

    public static class External implements Externalizable {
        private int value;

        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(value + 1);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            value = in.readInt();
        }
    }

    static class Replaced implements Serializable {
        private Object writeReplace() {
            return new Point(3, 4);
        }
    }

    static class Single implements Serializable {
        static final Single ONE = new Single();

        private Object readResolve() {
            return ONE;
        }
    }

    static class Persistent implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("a", int.class)};
        private int a = 1;
        private int b = 2;
    }

    interface Greeter {
        String greet(String name);
    }

    static List<Case> all() {
        Case.Table table = new Case.Table();
        records(table);
        classes(table);
        hooks(table);
        return table;
    }

    private static void records(Case.Table table) {
        table.equal("record", new Point(1, 2))
                .equal("wide record", new Wide((byte) 1, (short) 2, 'c', 4, 5, 6, 7, true, "i", List.of(new Point(1, 2))))
                .equal("record with Path, Optional and entry", new Modern(
                        Path.of("x"), Optional.of(new Point(1, 2)), Map.entry("k", new Point(3, 4))))
                .equal("generic record", new Generic<>(new Generic<>("x")))
                .equal("record with a compact constructor", new Checked(1))
                .equal("sealed", new ArrayList<>(List.<Shape>of(new Circle(1), new Square(2))))
                .equal("record without components", new Nothing())
                .add(new Case("record with writeReplace", new Disguised(3), o -> assertThat(o).isEqualTo(new Point(3, 3))));
        table.equal("local record", localRecord());
    }

    private static Object localRecord() {
        record Local(String s) implements Serializable {}
        return new Local("s");
    }

    private static void classes(Case.Table table) {
        table.that("enum", Level.LOW, Level.class, level -> assertThat(level).isSameAs(Level.LOW))
                .that("enum with a body", Level.HIGH, Level.class, level -> assertThat(level.weight()).isEqualTo(10))
                .that("bean", new Bean("b"), Bean.class, bean -> {
                    assertThat(bean.name).isEqualTo("b");
                    assertThat(bean.numbers).containsExactly(1, 2);
                    assertThat(bean.cached).isZero();
                    assertThat(bean.seed).isEqualTo(1);
                })
                .that("subclass", new Child(), Child.class, child -> assertThat(child.more).isEqualTo("more"))
                .that("anonymous class", anonymous("x"), Object.class, o -> assertThat(o.toString()).isEqualTo("x"))
                .that("local class", local("x"), Object.class, o -> assertThat(o.toString()).isEqualTo("x"));
    }

    private static Object anonymous(String captured) {
        interface Named extends Serializable {}

        return new Named() {
            @Override
            public String toString() {
                return captured;
            }
        };
    }

    private static Object local(String captured) {
        class Local implements Serializable {
            @Override
            public String toString() {
                return captured;
            }
        }

        return new Local();
    }

    private static void hooks(Case.Table table) {
        table.that("writeObject and readObject", new Custom(), Custom.class,
                        custom -> assertThat(custom.text).startsWith("kept!"))
                .that("Externalizable", new External(), External.class, e -> assertThat(e.value).isPositive())
                .add(new Case("writeReplace", new Replaced(), o -> assertThat(o).isEqualTo(new Point(3, 4))));
        table.that("readResolve", Single.ONE, Single.class, single -> assertThat(single).isSameAs(Single.ONE))
                .that("serialPersistentFields", new Persistent(), Persistent.class,
                        p -> assertThat(p.a * 10 + p.b).isEqualTo(10))
                .that("proxy", proxy(), Greeter.class, g -> assertThat(g.greet("you")).isEqualTo("hello you"));
    }

    private static Greeter proxy() {
        return (Greeter) Proxy.newProxyInstance(
                Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Greeting());
    }

    private static final class Greeting implements java.lang.reflect.InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return "hello " + arguments[0];
        }
    }
}

package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import offspring.Action;
import offspring.Action1;
import offspring.BiFunc;
import offspring.Func;
import offspring.Task;

/** Lambdas and method references. */
final class LambdaCases implements Serializable {

    private final String field = "field";

    private LambdaCases() {}

    interface Twice extends Serializable {
        int twice(int x);

        default int four(int x) {
            return twice(twice(x));
        }
    }

    static List<Case> all() {
        Case.Table table = new Case.Table();
        capturing(table);
        references(table);
        types(table);
        return table;
    }

    private static void capturing(Case.Table table) {
        byte b = 1;
        long l = 2;
        double d = 3;
        String s = "s";
        List<String> immutable = List.of("a");
        List<String> mutable = new ArrayList<>(List.of("a"));
        int[] array = {7};
        ObjectCases.Point point = new ObjectCases.Point(1, 2);
        Task<Object> inner = () -> s + l;
        task(table, "lambda that captures nothing", () -> "x", "x");
        task(table, "lambda with primitives", () -> b + l + d, 6.0);
        task(table, "lambda with a string and a list", () -> s + immutable, "s[a]");
        task(table, "lambda with a mutable list", () -> mutable.get(0), "a");
        task(table, "lambda with two mutable values", () -> mutable.get(0) + array[0], "a7");
        task(table, "lambda with a record", () -> point, point);
        task(table, "lambda with a lambda", () -> inner.call() + "!", "s2!");
        task(table, "lambda with this", new LambdaCases().ofThis(), "field");
        task(table, "lambda that returns a lambda", () -> ((Task<Object>) () -> s).call(), "s");
        Object[] same = {mutable, mutable};
        task(table, "lambda keeps two captured references one", () -> same[0] == same[1], true);
    }

    private Task<Object> ofThis() {
        return () -> field;
    }

    private static void task(Case.Table table, String name, Task<Object> task, Object result) {
        table.add(new Case(name, task, arrived -> assertThat(((Callable<?>) arrived).call()).isEqualTo(result)));
    }

    private static void func(Case.Table table, String name, Func<String, Object> func, Object result) {
        table.add(new Case(name, func, arrived -> {
            @SuppressWarnings("unchecked")
            Func<String, Object> same = (Func<String, Object>) arrived;
            assertThat(same.apply("12")).isEqualTo(result);
        }));
    }

    private static void references(Case.Table table) {
        StringBuilder bound = new StringBuilder("x");
        func(table, "static method reference", Integer::parseInt, 12);
        func(table, "unbound method reference", String::length, 2);
        func(table, "bound method reference", "a"::concat, "a12");
        func(table, "method reference bound to a mutable", s -> bound.append(s).length() > 0, true);
        func(table, "constructor reference", String::new, "12");
        func(table, "private method reference", LambdaCases::secret, "secret 12");
        table.add(new Case("array constructor reference", (Func<Integer, int[]>) int[]::new, arrived -> {
            @SuppressWarnings("unchecked")
            Func<Integer, int[]> same = (Func<Integer, int[]>) arrived;
            assertThat(same.apply(3)).hasSize(3);
        }));
    }

    private static String secret(String s) {
        return "secret " + s;
    }

    private static void types(Case.Table table) {
        Supplier<String> cast = (Supplier<String> & Serializable) () -> "cast";
        Comparator<String> comparator = (Comparator<String> & Serializable) (x, y) -> y.compareTo(x);
        UnaryOperator<Integer> operator = (UnaryOperator<Integer> & Serializable) x -> x + 1;
        table.that("Supplier & Serializable", cast, Supplier.class, s -> assertThat(s.get()).isEqualTo("cast"))
                .that("Comparator & Serializable", comparator, Comparator.class,
                        c -> assertThat(c.compare("a", "b")).isPositive())
                .that("UnaryOperator & Serializable", operator, UnaryOperator.class,
                        o -> assertThat(o.apply(1)).isEqualTo(2))
                .that("interface of the program with a default method", (Twice) x -> 2 * x, Twice.class,
                        t -> assertThat(t.four(3)).isEqualTo(12))
                .that("Action", (Action) () -> { }, Action.class, Action::run)
                .that("Action1", (Action1<String>) String::length, Action1.class, a -> assertThat(a).isNotNull())
                .that("BiFunc", (BiFunc<String, Integer, String>) String::repeat, BiFunc.class,
                        f -> assertThat(f).isNotNull())
                .that("Comparator.naturalOrder", Comparator.<String>naturalOrder(), Comparator.class,
                        c -> assertThat(c.compare("a", "b")).isNegative())
                .that("Comparator.comparing", Comparator.comparing((Func2 & Serializable) String::length), Comparator.class,
                        c -> assertThat(c.compare("a", "bb")).isNegative());
    }

    interface Func2 extends java.util.function.Function<String, Integer> {}
}

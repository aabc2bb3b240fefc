package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Code ships from wherever a program has it, and results and exceptions of its classes come back. */
@ExtendWith(LeakCheck.class)
class ShippingTest {

    @TempDir
    Path directory;

    @Test
    void fromASingleSourceFile() throws Exception {
        Program.Output output = new Program(directory).file("One.java", """
                import java.io.Serializable;
                import offspring.*;
                import offspring.wire.*;

                public class One {
                    record Pair(int x, Level level) implements Serializable {}
                    enum Level { LOW, HIGH { @Override int weight() { return 7; } }; int weight() { return 1; } }
                    static class Broken extends Exception {
                        final int code = 5;
                        Broken(String text) { super(text); }
                    }
                    static class Named implements Task<String> {
                        public String call() { return "named " + counter; }
                    }
                    static int counter = 41;
                    static int twice(int i) { return 2 * i + Helper.offset(); }

                    public static void main(String[] arguments) throws Exception {
                        try (TwinJvm twin = TwinJvm.start()) {
                            Pair pair = twin.run(() -> new Pair(++counter, Level.HIGH));
                            System.out.println(pair + " " + pair.level().weight() + " " + (pair.level() == Level.HIGH));
                            Func<Integer, Integer> reference = One::twice;
                            System.out.println(twin.<Integer>run(() -> reference.apply(1)));
                            System.out.println(twin.run(new Named()));
                            System.out.println(twin.run(new Task<String>() {
                                public String call() { return "anonymous"; }
                            }.call()::toString));
                            Object local = twin.run(() -> {
                                record Local(String text) implements Serializable {}
                                return new Local("of the child");
                            });
                            System.out.println(local);
                            try {
                                twin.run(() -> { throw new Broken("there"); });
                            } catch (Broken e) {
                                System.out.println(e.getMessage() + e.code + e.getStackTrace()[0]);
                            }
                            System.out.println(twin.<String>run(() ->
                                    One.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
                            System.out.println(twin.<Boolean>run(() ->
                                    One.class.getResourceAsStream("One.class").readAllBytes().length > 0));
                            System.out.println(twin.<Boolean>run(() ->
                                    Thread.currentThread().getContextClassLoader() == One.class.getClassLoader()));
                        }
                    }
                }

                class Helper {
                    static int offset() { return 100; }
                }
                """).java("One.java");
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("Pair[x=42, level=HIGH] 7 true"),
                line -> assertThat(line).isEqualTo("102"),
                line -> assertThat(line).isEqualTo("named 42"),
                line -> assertThat(line).isEqualTo("anonymous"),
                line -> assertThat(line).isEqualTo("Local[text=of the child]"),
                line -> assertThat(line).startsWith("there5remote//One.lambda$main$").endsWith("(One.java:34)"),
                line -> assertThat(line).isEqualTo(directory.resolve("One.java").toString()),
                line -> assertThat(line).isEqualTo("true"),
                line -> assertThat(line).isEqualTo("true"));
    }

    @Test
    void fromSeveralSourceFilesAndPackages() throws Exception {
        Program.Output output = new Program(directory)
                .file("Main.java", """
                        import offspring.wire.*;

                        public class Main {
                            public static void main(String[] arguments) throws Exception {
                                try (TwinJvm twin = TwinJvm.start()) {
                                    System.out.println(twin.<Object>run(() -> pkg.Other.make(4)));
                                }
                            }
                        }
                        """)
                .file("pkg/Other.java", """
                        package pkg;

                        public class Other {
                            public record Made(int a) implements java.io.Serializable {}
                            public static Made make(int i) { return new Third().make(i); }
                        }
                        """)
                .file("pkg/Third.java", """
                        package pkg;

                        class Third {
                            Other.Made make(int i) { return new Other.Made(2 * i); }
                        }
                        """)
                .java("Main.java");
        assertThat(output).isEqualTo(new Program.Output(List.of("Made[a=8]"), List.of()));
    }

    private static final String COMPACT = """
            import offspring.*;
            import offspring.wire.*;

            int factor = 3;
            final String name = load();
            Thread thread = Thread.currentThread();
            List<Integer> data = new ArrayList<>(List.of(1, 2));
            Object self = this;
            Func<Integer, Integer> scale = x -> x * factor;
            static int loads;

            String load() {
                loads++;
                return "loaded";
            }

            int add(int x) {
                return x + factor + data.size();
            }

            record Result(int value) implements Serializable {}

            class Broken extends RuntimeException {
                Broken(String text) {
                    super(text + factor);
                }
            }

            void main() throws Exception {
                factor = 10;
                try (TwinJvm twin = TwinJvm.start()) {
                    IO.println(twin.<Integer>run(() -> add(1)));
                    IO.println(twin.<String>run(() -> name + thread + (self == this) + scale.apply(5) + loads));
                    IO.println(twin.<Result>run(() -> new Result(factor)));
                    try {
                        twin.run(() -> { throw new Broken("x"); });
                    } catch (Broken e) {
                        IO.println(e.getMessage());
                    }
                    Task<Object> program = () -> this;
                    IO.println(twin.run(program).getClass() == getClass());
                }
            }
            """;

    private static void assertCompactOutput(Program.Output output) {
        assertThat(output.out()).containsExactly("13", "loadednulltrue500", "Result[value=10]", "x10", "true");
        assertThat(output.err()).containsExactly("offspring: field thread of Compact is null in other processes: "
                + "cannot ship java.lang.Thread: it is not Serializable; it belongs to this process: make or open one "
                + "in the child");
    }

    @Test
    void fromACompactSourceFileWithItsProgramObject() throws Exception {
        assertCompactOutput(new Program(directory).file("Compact.java", COMPACT).java("Compact.java"));
    }

    @Test
    void fromACompactSourceFileThatWasCompiled() throws Exception {
        Path classes = directory.resolve("classes");
        Program program = new Program(directory)
                .file("Compact.java", COMPACT)
                .compile(classes, List.of("-cp", Program.classPath()), "Compact.java");
        assertCompactOutput(program.run("java", List.of("-cp", Program.classPath() + ":" + classes, "Compact"), null));
    }

    @Test
    void fromJshellWithItsVariables() throws Exception {
        assertThat(jshell(List.of())).containsExactly("218", "316", "203", "200", "102", "-6", "0", "abcnull", "1", "0", "b100", "201");
    }

    @Test
    void fromJshellThatRunsSnippetsInItsOwnProcess() throws Exception {
        assertThat(jshell(List.of("--execution", "local")))
                .containsExactly("218", "316", "203", "200", "102", "-6", "102", "abcnull", "1", "0", "b100", "201");
    }

    /** In its own process jshell cannot redefine a class, so there {@code f} goes on calling the first cube. */
    private List<String> jshell(List<String> options) throws IOException, InterruptedException {
        Path script = directory.resolve("script.jsh");
        Files.writeString(script, """
                import offspring.*
                import offspring.wire.*
                int k = 2
                TwinJvm twin = TwinJvm.start()
                void show(Task<?> task) throws Exception { System.out.println(twin.run(task)); }
                int cube(int x) { return x * x * x + k; }
                show(() -> cube(6))
                k = 100
                show(() -> cube(6))
                record Pair(int a, List<Integer> list) implements Serializable { int sum() { return a + k; } }
                List<Pair> pairs = List.of(new Pair(1, List.of(1)), new Pair(2, List.of()))
                show(() -> pairs.stream().mapToInt(Pair::sum).sum())
                Pair pair = twin.run(() -> new Pair(k, List.of(9)))
                System.out.println(pair.sum())
                Func<Integer, Integer> f = x -> cube(x) + 1
                show(() -> f.apply(1))
                int cube(int x) { return -x; }
                show(() -> cube(6))
                show(() -> f.apply(1))
                Thread thread = Thread.currentThread()
                String text = "abc"
                show(() -> text + thread)
                int counter = 0
                show(() -> ++counter)
                System.out.println(counter)
                class Broken extends Exception { Broken(String s) { super(s + k); } }
                try { twin.run(() -> { throw new Broken("b"); }); } catch (Broken e) { System.out.println(e.getMessage()); }
                show(() -> { try (TwinJvm inner = TwinJvm.start()) { return inner.<Integer>run(() -> k + pairs.get(0).sum()); } })
                twin.close()
                /exit
                """);
        List<String> arguments = new ArrayList<>(List.of("--class-path", Program.classPath(), "-s"));
        arguments.addAll(options);
        arguments.add("-");
        Program.Output output = new Program(directory).run("jshell", arguments, script);
        assertThat(output.err()).filteredOn(line -> line.startsWith("offspring:"))
                .singleElement().asString().contains("the jshell variable thread is null in other processes");
        return output.out().stream().filter(line -> !line.isBlank()).toList();
    }

    @Test
    void fromANamedModuleThatOpensNothing() throws Exception {
        Path tests = Path.of(TwinJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path library = FreshJvm.library();
        Path modules = directory.resolve("modules");
        List<String> options = List.of(
                "--module-path", library + ":" + modules,
                "--patch-module", "offspring=" + tests,
                "--add-exports", "offspring/offspring.wire=app");
        Program program = new Program(directory)
                .file("module-info.java", "module app { requires offspring; }")
                .file("app/Main.java", """
                        package app;

                        import offspring.*;
                        import offspring.wire.*;

                        class Main {
                            private record Secret(int x) implements java.io.Serializable {}

                            public static void main(String[] options) throws Exception {
                                try (TwinJvm twin = TwinJvm.start(options)) {
                                    int captured = 4;
                                    System.out.println(twin.<Secret>run(() -> new Secret(captured + 1)));
                                    System.out.println(twin.<String>run(() -> Main.class.getModule().getName()));
                                    Secret secret = new Secret(7);
                                    System.out.println(twin.<Integer>run(() -> secret.x()));
                                }
                            }
                        }
                        """);
        program.compile(modules.resolve("app"), options, "module-info.java", "app/Main.java");
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-m", "app/app.Main"));
        command.addAll(options);
        command.addAll(List.of("--add-modules", "app", "-m", "offspring/offspring.wire.TwinJvm"));
        assertThat(program.run("java", command, null))
                .isEqualTo(new Program.Output(List.of("Secret[x=5]", "app", "7"), List.of()));
    }
}

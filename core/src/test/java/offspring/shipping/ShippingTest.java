package offspring.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Code of programs of all kinds reaches their children, and their children's children. */
@ExtendWith(LeakCheck.class)
class ShippingTest {

    @TempDir
    Path directory;

    /** One of each kind of code that can travel; runs in a child and in a grandchild, by both ways to start. */
    private static final String KINDS = """
            import java.io.Serializable;
            import java.util.*;
            import offspring.*;
            import offspring.process.*;

            public class Kinds {
                record Point(int x, int y) implements Serializable {}

                enum Colour { RED { String say() { return "red!"; } }, BLUE; String say() { return "blue"; } }

                static class Named implements Action {
                    private final Point point;
                    Named(Point point) { this.point = point; }
                    public void execute() { System.out.println("named class " + point); }
                }

                static void method() { System.out.println("method reference"); }

                static void run(StartMethod method, List<Action> actions) throws InterruptedException {
                    ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                        actions.forEach(Runnable::run);
                        ChildProcess inner = ChildProcess.builder().startMethod(method).start(
                                () -> actions.forEach(Runnable::run));
                        inner.join();
                        System.exit(inner.exitCode().getAsInt());
                    });
                    child.join();
                    if (child.exitCode().getAsInt() != 0) System.out.println(child.exitStatus().get());
                }

                public static void main(String[] args) throws Exception {
                    String captured = "text";
                    Point point = new Point(1, 2);
                    class Local implements Action {
                        public void execute() { System.out.println("local class " + captured); }
                    }
                    Action anonymous = new Action() {
                        public void execute() { System.out.println("anonymous class " + captured + point); }
                    };
                    List<Colour> colours = List.of(Colour.values());
                    List<Action> actions = List.of(
                            () -> System.out.println("lambda " + captured + " " + point),
                            Kinds::method,
                            new Named(point),
                            new Local(),
                            anonymous,
                            () -> System.out.println(Colour.RED.say() + Colour.BLUE.say() + helper()),
                            () -> System.out.println(colours.get(0).say() + (colours.get(0) == Colour.RED)));
                    run(StartMethod.SPAWN, actions);
                    run(StartMethod.STANDBY, actions);
                }

                static String helper() { return new Object() { String inner() { return " helped"; } }.inner(); }
            }
            """;

    private static final List<String> EXPECTED = List.of(
            "lambda text Point[x=1, y=2]",
            "method reference",
            "named class Point[x=1, y=2]",
            "local class text",
            "anonymous class textPoint[x=1, y=2]",
            "red!blue helped",
            "red!true");

    private static void assertAllKindsRan(RunningProgram program) throws InterruptedException {
        try (program) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.lines()).isEqualTo(
                    Collections.nCopies(4, EXPECTED).stream().flatMap(List::stream).toList());
        }
    }

    private FreshJvm kinds() throws Exception {
        return FreshJvm.in(directory).source("Kinds.java", KINDS);
    }

    @Test
    void codeOfAClassDirectoryOnTheClassPathBesideTheLibraryTravels() throws Exception {
        assertAllKindsRan(kinds().onClassPath().compileAndRun("Kinds", List.of("Kinds.java")));
    }

    @Test
    void codeOfAClassDirectoryBesideTheLibraryAsAModuleTravels() throws Exception {
        assertAllKindsRan(kinds().compileAndRun("Kinds", List.of("Kinds.java")));
    }

    @Test
    void codeOfASingleSourceFileTravels() throws Exception {
        assertAllKindsRan(kinds().launch("Kinds.java"));
    }

    @Test
    void codeOfASingleSourceFileTravelsWithTheLibraryOnTheClassPath() throws Exception {
        assertAllKindsRan(kinds().onClassPath().launch("Kinds.java"));
    }

    @Test
    void codeOfAnExecutableJarTravels() throws Exception {
        FreshJvm jvm = kinds();
        Path classes = jvm.compile(List.of("Kinds.java"));
        Path jar = directory.resolve("program with space.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Kinds");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, FreshJvm.library().toUri().toString());
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (File file : classes.toFile().listFiles()) {
                entries.putNextEntry(new JarEntry(file.getName()));
                entries.write(Files.readAllBytes(file.toPath()));
            }
        }
        assertAllKindsRan(jvm.java("-jar", jar.getFileName().toString()));
    }

    @Test
    void codeOfANamedModuleTravels() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .source("module-info.java", "module kinds { requires offspring; }")
                .source("kinds/Kinds.java", "package kinds;\n" + KINDS);
        assertAllKindsRan(jvm.compileAndRunModule(
                "kinds", "kinds.Kinds", List.of("module-info.java", "kinds/Kinds.java")));
    }

    @Test
    void childOfANamedModuleHasTheSameModulesIncludingThoseAdded() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .options("--add-modules", "java.sql,jdk.httpserver")
                .source("module-info.java", "module prog { requires offspring; }")
                .source("prog/Main.java", """
                        package prog;
                        import offspring.process.*;
                        public class Main {
                            static void report() {
                                ModuleLayer boot = ModuleLayer.boot();
                                System.out.println(Main.class.getModule() + " " + boot.findModule("java.sql").isPresent()
                                        + boot.findModule("jdk.httpserver").isPresent()
                                        + " " + ChildProcess.class.getModule());
                            }
                            public static void main(String[] args) throws Exception {
                                report();
                                for (var method : new StartMethod[] {StartMethod.SPAWN, StartMethod.STANDBY}) {
                                    ChildProcess.builder().startMethod(method).start(Main::report).join();
                                }
                            }
                        }
                        """);
        try (RunningProgram program = jvm.compileAndRunModule(
                "prog", "prog.Main", List.of("module-info.java", "prog/Main.java"))) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).hasSize(3).allMatch(result.lines().getFirst()::equals);
            assertThat(result.lines().getFirst()).isEqualTo("module prog truetrue module offspring");
        }
    }

    @Test
    void codeOfSeveralSourceFilesTravelsClassByClassAsItIsNeeded() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .source("Main.java", """
                        import offspring.process.*;
                        import tools.Multiplier;

                        public class Main {
                            public static void main(String[] args) throws Exception {
                                Multiplier m = new Multiplier(5);
                                for (var method : new StartMethod[] {StartMethod.SPAWN, StartMethod.STANDBY}) {
                                    ChildProcess c = ChildProcess.builder().startMethod(method)
                                            .start(() -> System.out.println(m.times(207)));
                                    c.join();
                                }
                            }
                        }
                        """)
                .source("tools/Multiplier.java", """
                        package tools;
                        public record Multiplier(int factor) implements java.io.Serializable {
                            public int times(int other) { return Adder.sum(factor, other); }
                        }
                        """)
                .source("tools/Adder.java", """
                        package tools;
                        class Adder {
                            static int sum(int times, int of) {
                                int sum = 0;
                                for (int i = 0; i < times; i++) sum += of;
                                return sum;
                            }
                        }
                        """);
        try (RunningProgram program = jvm.launch("Main.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).containsExactly("1035", "1035");
        }
    }

    @Test
    void programObjectOfACompactSourceFileTravelsWithoutInitializersAndNamesTheFieldThatCannotOnce() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Compact.java", """
                import module offspring;

                int count = initial();
                String name = "program";
                Thread current = Thread.currentThread();
                transient int skipped = 9;

                int initial() { IO.println("initializer"); return 1; }

                void main() throws Exception {
                    count = 7;
                    for (int i = 0; i < 2; i++) {
                        ChildProcess child = new ChildProcess(() -> IO.println(
                                name + count + current + skipped + twice(4)));
                        child.start().join();
                        if (child.exitCode().getAsInt() != 0) IO.println(child.exitStatus());
                    }
                }

                int twice(int n) { return 2 * n; }
                """);
        try (RunningProgram program = jvm.launch("Compact.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.lines()).containsExactly("initializer", "program7null08", "program7null08");
            assertThat(result.stderr().lines()).singleElement().asString()
                    .contains("current").contains("java.lang.Thread").contains("null");
        }
    }

    @Test
    void staticFieldsOfASourceFileAreInitializedInTheChildByTheirOwnInitializers() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Statics.java", """
                import module offspring;

                static int changed = 1;
                static final List<String> WORDS = new ArrayList<>(List.of("a", "b"));

                static void show() { IO.println(changed + " " + WORDS); }

                void main() throws Exception {
                    changed = 2;
                    WORDS.add("c");
                    show();
                    new ChildProcess(() -> show()).start().join();
                }
                """);
        try (RunningProgram program = jvm.launch("Statics.java")) {
            assertThat(program.awaitEnd().lines()).containsExactly("2 [a, b, c]", "1 [a, b]");
        }
    }
}

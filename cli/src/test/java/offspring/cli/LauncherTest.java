package offspring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./offspring}, run as a user does. */
@Timeout(400)
class LauncherTest {

    private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("offspring");
    private static final Map<String, String> THIS_BUILD =
            Map.of("OFFSPRING_NO_BUILD", "1", "OFFSPRING_JAVA_HOME", System.getProperty("java.home"));

    /** What {@code is_stale} looks at. */
    private static final List<String> BUILT = List.of(
            "pom.xml", "core/pom.xml", "core/src/main/java/a/A.java", "cli/pom.xml", "cli/src/main/resources/r");

    @TempDir
    private Path directory;

    private record Ended(int exitCode, String out, String err) {}

    private Ended run(Map<String, String> environment, Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("CLASSPATH"); // the test runner's
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Ended run(String... arguments) throws Exception {
        return run(THIS_BUILD, SCRIPT, arguments);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    @Test
    void aCompactSourceFileRunsWithItsArgumentsAndItsExitCode() throws Exception {
        write("Mine.java", """
                import module offspring;
                void main(String[] args) {
                    Task<Integer> task = () -> args.length;
                    IO.println(List.of(args) + " — " + task.getClass().getModule().isNamed());
                    System.exit(7);
                }
                """);
        assertThat(run("run", "Mine.java", "a", "b c", "*", "--help"))
                .isEqualTo(new Ended(7, "[a, b c, *, --help] — false\n", ""));
    }

    @Test
    void severalSourceFilesRunTogetherThroughALinkFromAnotherDirectory() throws Exception {
        write("src/Mine.java", "import module offspring; void main() { IO.println(Other.WORD); }");
        write("src/Other.java", "class Other { static final String WORD = \"other\"; }");
        Path link = Files.createSymbolicLink(directory.resolve("link"), SCRIPT);
        assertThat(run(THIS_BUILD, link, "run", "src/Mine.java")).isEqualTo(new Ended(0, "other\n", ""));
    }

    @Test
    void optionsBeforeTheProgramAreJavasOwn() throws Exception {
        write("Mine.java", "void main(String[] args) { IO.println(System.getProperty(\"a\") + args.length); }");
        assertThat(run("run", "-Da=b c", "--add-modules", "java.sql", "-Xmx64m", "Mine.java", "-Da=x"))
                .isEqualTo(new Ended(0, "b c1\n", ""));
    }

    @Test
    void aClassAndAJarRunToo() throws Exception {
        write("my/Mine.java", """
                package my;
                import module offspring;
                public class Mine {
                    public static void main(String[] args) {
                        Func<Integer, Integer> twice = n -> 2 * n;
                        System.out.println("mine " + args.length);
                    }
                }
                """);
        tool("javac", "-p", PathCommand.library().toString(), "--add-modules", "offspring", "my/Mine.java");
        tool("jar", "--create", "--file", "mine.jar", "--main-class", "my.Mine", "my");
        assertThat(run("run", "my.Mine", "x")).isEqualTo(new Ended(0, "mine 1\n", ""));
        assertThat(run("run", "mine.jar", "x", "y")).isEqualTo(new Ended(0, "mine 2\n", ""));
        assertThat(run("run", "--class-path", "mine.jar", "my.Mine")).isEqualTo(new Ended(0, "mine 0\n", ""));
    }

    private void tool(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/" + name));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    run                    | no program given
                    run Missing.java       | no such file: Missing.java
                    run missing.jar        | no such file: missing.jar
                    run some/where         | no such file: some/where
                    run ./                 | is a directory
                    run no.such.Class      | no file and no class called no.such.Class
                    run -cp                | -cp needs a value
                    examples run Missing   | no example called Missing
                    nonsense               | unknown command: nonsense
                    """)
    void wrongUsageIsOneLineOnStderrAndExitCodeTwo(String commandLine, String said) throws Exception {
        Ended ended = run(commandLine.split(" +"));
        assertThat(ended.err()).startsWith("offspring: ").contains(said).hasLineCount(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void ctrlCOrSigtermEndsTheProgramAndItsChildren(String signal, int exitCode) throws Exception {
        write("Waits.java", """
                import module offspring;
                void main() throws Exception {
                    List<ChildProcess> children = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        children.add(new ChildProcess(() -> {
                            IO.println(ProcessHandle.current().pid());
                            Thread.sleep(Duration.ofHours(1));
                        }).start());
                    }
                    for (ChildProcess child : children) {
                        child.join();
                    }
                }
                """);
        // Ctrl-C is ignored by what a shell runs in the background, this build perhaps.
        String[] command = {"env", "--default-signal=INT", "/bin/sh", SCRIPT.toString(), "run", "Waits.java"};
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(THIS_BUILD);
        Process program = builder.start();
        List<ProcessHandle> children = new ArrayList<>();
        BufferedReader said = program.inputReader();
        for (int i = 0; i < 2; i++) {
            ProcessHandle.of(Long.parseLong(said.readLine())).ifPresent(children::add);
        }
        assertThat(children).hasSize(2);

        new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid())).start().waitFor();
        assertThat(program.waitFor()).isEqualTo(exitCode);
        for (ProcessHandle child : children) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        assertThat(said.readLine()).isNull();
    }

    @Test
    void aJdkThatIsTooOldIsNamedWithItsVersion() throws Exception {
        write("old/release", "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"17.0.1\"\n");
        executable("old/bin/java");
        executable("old/bin/javac");
        Ended ended = run(Map.of("OFFSPRING_JAVA_HOME", "old"), SCRIPT, "version");
        assertThat(ended.err()).contains("is not a JDK 25 or newer; version=17").hasLineCount(1);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void theDemoFindsTheSameInProcessesAsAlone() throws Exception {
        Random random = new Random(42);
        for (int file = 0; file < 64; file++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 20_000; word++) {
                text.append("word").append(random.nextInt(3000)).append(word % 11 == 0 ? '\n' : ' ');
            }
            write("text/" + file / 8 + "/" + file + ".txt", text.toString());
        }
        Ended ended = run("demo", "--dir", "text", "--processes", "2");
        assertThat(ended.out())
                .contains("64 files", "demo-worker-", "kill -9", "the same from every pass", "most frequent")
                .doesNotContain("\u001b", "\r");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void aMissingMavenIsSaidBeforeTheFirstBuild() throws Exception {
        Path copy = Files.copy(SCRIPT, directory.resolve("offspring"));
        executable("bin/none");
        Map<String, String> environment = Map.of(
                "OFFSPRING_JAVA_HOME", System.getProperty("java.home"), "OFFSPRING_NO_BUILD", "", "PATH", "bin");
        Ended ended = run(environment, copy, "version");
        assertThat(ended.err()).contains("there is no Maven on the PATH; install it").hasLineCount(1);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    /** {@code mvn} has the root's POM ask before it looks itself. */
    @Test
    void theBuildIsToldWhatToInstallWhereThereIsNoJdk() throws Exception {
        assertThat(run(onlyFindJdk("25"), SCRIPT)).isEqualTo(new Ended(0, "", ""));
        Ended missing = run(onlyFindJdk("999"), SCRIPT);
        assertThat(missing.err()).contains("no JDK 999 or newer found", "install one").hasLineCount(1);
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(Files.readString(SCRIPT.resolveSibling("pom.xml")))
                .contains("<arg value=\"${project.basedir}/offspring\"/>", "OFFSPRING_ONLY_FIND_JDK");
    }

    private static Map<String, String> onlyFindJdk(String version) {
        return Map.of(
                "OFFSPRING_ONLY_FIND_JDK", version,
                "OFFSPRING_JAVA_HOME", "",
                "JAVA_HOME", System.getProperty("java.home"));
    }

    @Test
    void theCommandThatTheReadmeGivesForJavaWorks() throws Exception {
        write("First.java", "import module offspring; void main() { IO.println(ExitStatus.class.getModule()); }");
        Files.createSymbolicLink(directory.resolve("offspring"), SCRIPT);
        String command = Files.readAllLines(SCRIPT.resolveSibling("README.md")).stream()
                .filter(line -> line.startsWith("java "))
                .findFirst()
                .orElseThrow();
        write("command", "PATH=$OFFSPRING_JAVA_HOME/bin:$PATH; " + command);
        assertThat(run(THIS_BUILD, directory.resolve("command"))).isEqualTo(new Ended(0, "module offspring\n", ""));
    }

    /** A clone with the stamp of a build that began after everything in it was written. */
    private Path builtClone() throws IOException {
        Path copy = Files.copy(SCRIPT, directory.resolve("offspring"));
        for (String file : BUILT) {
            write(file, "");
        }
        for (String file : BUILT) {
            age(directory.resolve(file), 10);
            for (Path above = Path.of(file).getParent(); above != null; above = above.getParent()) {
                age(directory.resolve(above), 10);
            }
        }
        write("cli/target/launcher.stamp", "");
        age(directory.resolve("cli/target/launcher.stamp"), 5);
        write("cli/target/lib/offspring-1.jar", "");
        write("jdk/release", "JAVA_VERSION=\"25\"\n");
        executable("jdk/bin/javac", "");
        executable("jdk/bin/java", "echo java runs");
        executable("bin/mvn", "echo mvn runs >&2; touch \"$PWD/mvn.ran\"; exit 1");
        return copy;
    }

    private static void age(Path file, int minutes) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes))));
    }

    private boolean builds(Path clone) throws Exception {
        String path = directory.resolve("bin") + ":" + System.getenv("PATH");
        String jdk = directory.resolve("jdk").toString();
        Ended ended = run(
                Map.of("OFFSPRING_JAVA_HOME", jdk, "OFFSPRING_NO_BUILD", "", "PATH", path), clone, "version");
        boolean built = Files.deleteIfExists(directory.resolve("mvn.ran"));
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(built ? 1 : 0);
        assertThat(ended.out()).isEqualTo(built ? "" : "java runs\n");
        return built;
    }

    @Test
    void whatHasNotChangedIsNotBuilt() throws Exception {
        Path clone = builtClone();
        write("core/src/test/java/NewTest.java", "");
        write("docs/new.md", "");
        assertThat(builds(clone)).isFalse();
        assertThat(builds(clone)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "pom.xml", "core/pom.xml", "cli/pom.xml", "core/src/main/java/a/A.java", "cli/src/main/resources/r"
    })
    void aSourceThatIsNewerThanTheStampIsBuilt(String changed) throws Exception {
        Path clone = builtClone();
        age(directory.resolve(changed), 0);
        assertThat(builds(clone)).isTrue();
    }

    @Test
    void aSourceThatIsGoneOrAStampThatIsMissingIsBuilt() throws Exception {
        Path clone = builtClone();
        assertThat(builds(clone)).isFalse();
        Files.delete(directory.resolve("core/src/main/java/a/A.java"));
        assertThat(builds(clone)).isTrue();
        age(directory.resolve("core/src/main/java/a"), 10);
        assertThat(builds(clone)).isFalse();
        Files.delete(directory.resolve("cli/target/launcher.stamp"));
        assertThat(builds(clone)).isTrue();
    }

    private void executable(String name) throws IOException {
        executable(name, "");
    }

    private void executable(String name, String script) throws IOException {
        write(name, "#!/bin/sh\n" + script + "\n");
        assertThat(directory.resolve(name).toFile().setExecutable(true)).isTrue();
    }
}

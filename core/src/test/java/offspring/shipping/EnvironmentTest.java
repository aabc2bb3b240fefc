package offspring.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import offspring.ProcessStartException;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Bodies;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Environment, directory, options and JDK of a child, and what happens when they do not work. */
@ExtendWith(LeakCheck.class)
class EnvironmentTest {

    @TempDir
    Path directory;

    Notebook notes;

    @BeforeEach
    void openNotebook() {
        notes = Notebook.in(directory);
    }

    private void run(ChildProcess.Builder builder, offspring.Action action) throws InterruptedException {
        ChildProcess child = builder.start(action);
        child.join();
        assertThat(child.exitStatus().orElseThrow()).hasToString("exited with code 0");
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void environmentIsTheParentsWithChangesAndRemovals(StartMethod method) throws Exception {
        Notebook book = notes;
        Map<String, String> changes = new HashMap<>(Map.of("OFFSPRING_NEW", "a b\"c$d'e\n", "LANG", "changed"));
        changes.put("PATH", null);
        run(ChildProcess.builder().startMethod(method).environment(changes), () -> {
            book.say("new=" + System.getenv("OFFSPRING_NEW").replace("\n", "\\n"));
            book.say(System.getenv("LANG") + " " + System.getenv("PATH") + " " + System.getenv("HOME"));
        });
        assertThat(notes.lines()).containsExactly(
                "new=a b\"c$d'e\\n", "changed null " + System.getenv("HOME"));
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void plainChildHasExactlyTheParentsEnvironment(StartMethod method) throws Exception {
        Notebook book = notes;
        run(ChildProcess.builder().startMethod(method), () -> System.getenv().forEach((k, v) -> book.say(k)));
        assertThat(notes.lines()).containsExactlyInAnyOrderElementsOf(System.getenv().keySet());
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void workingDirectoryIsTheChildsAlone(StartMethod method) throws Exception {
        Notebook book = notes;
        Path place = Files.createDirectory(directory.resolve("a place"));
        run(ChildProcess.builder().startMethod(method).workingDirectory(place),
                () -> book.say(Path.of("").toRealPath()));
        assertThat(notes.lines()).containsExactly(place.toRealPath().toString());
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void jvmOptionsReachTheChildAndComeAfterTheParents(StartMethod method) throws Exception {
        Notebook book = notes;
        run(ChildProcess.builder().startMethod(method).jvmOptions("-Dcolour=light blue", "-Xmx77m", "-esa"), () -> {
            book.say(System.getProperty("colour") + " " + (Runtime.getRuntime().maxMemory() >> 20 <= 77));
        });
        assertThat(notes.lines()).containsExactly("light blue true");
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void badOptionGivesTheJvmsOwnWordsAndLeavesNothing(StartMethod method) {
        ChildProcess child = ChildProcess.builder()
                .startMethod(method)
                .jvmOptions("-XX:+NoSuchThing")
                .unstarted(() -> {});
        ProcessStartException refusal = catchThrowableOfType(ProcessStartException.class, child::start);
        assertThat(refusal).hasMessageContaining("Unrecognized VM option 'NoSuchThing'");
        assertThat(child.isAlive()).isFalse();
        assertThat(Family.ofThisJvm()).noneMatch(member -> member.command().contains("NoSuchThing"));
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void heapThatTheMachineDoesNotHaveIsToldInTheJvmsWords(StartMethod method) {
        ChildProcess child = ChildProcess.builder()
                .startMethod(method)
                .jvmOptions("-Xms200000g", "-Xmx200000g")
                .unstarted(() -> {});
        ProcessStartException refusal = catchThrowableOfType(ProcessStartException.class, child::start);
        assertThat(refusal.getMessage()).containsIgnoringCase("heap");
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void missingJdkIsNamed(StartMethod method) {
        Path nowhere = directory.resolve("no-jdk");
        ChildProcess child =
                ChildProcess.builder().startMethod(method).javaHome(nowhere).unstarted(() -> {});
        ProcessStartException refusal = catchThrowableOfType(ProcessStartException.class, child::start);
        assertThat(refusal).hasMessageContaining(nowhere.toString());
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void missingWorkingDirectoryIsNamed(StartMethod method) {
        Path nowhere = directory.resolve("no-directory");
        ChildProcess child =
                ChildProcess.builder().startMethod(method).workingDirectory(nowhere).unstarted(() -> {});
        ProcessStartException refusal = catchThrowableOfType(ProcessStartException.class, child::start);
        assertThat(refusal).hasMessageContaining(nowhere.toString());
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void inputOfAChildIsEmpty(StartMethod method) throws Exception {
        Notebook book = notes;
        run(ChildProcess.builder().startMethod(method), () -> {
            book.say("System.in " + System.in.read());
            Process cat = new ProcessBuilder("cat").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            book.say("cat " + cat.waitFor() + " " + cat.getInputStream().read());
            book.say("descriptor 0 " + Files.readSymbolicLink(Path.of("/proc/self/fd/0")));
        });
        assertThat(notes.lines()).containsExactly("System.in -1", "cat 0 -1", "descriptor 0 /dev/null");
    }

    /** A shell that inherits everything finds no descriptor beyond the three, and reading all it can takes nothing. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void programThatUserCodeStartsCannotSeeOrDisturbTheLink(StartMethod method) throws Exception {
        Notebook book = notes;
        String script = "cat; for i in 3 4 5 6 7 8 9; do eval \"cat <&$i\" 2>/dev/null;"
                + " eval \"echo x >&$i\" 2>/dev/null; done; ls /proc/$$/fd; exit 5";
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            for (int i = 0; i < 2; i++) {
                Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.PIPE)
                        .start();
                String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                book.say("shell sees " + output.replace('\n', ' ') + shell.waitFor());
            }
            book.say("waiting");
            try {
                Bodies.block();
            } catch (InterruptedException expected) {
                System.exit(3);
            }
        });
        notes.await("waiting");
        child.interrupt();
        child.join();
        assertThat(child.exitCode()).hasValue(3);
        assertThat(notes.lines()).containsExactly("shell sees 0 1 2 5", "shell sees 0 1 2 5", "waiting");
    }
}

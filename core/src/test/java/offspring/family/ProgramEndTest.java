package offspring.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program ends that still has children: daemons are ended, others awaited, after a signal neither. */
@ExtendWith(LeakCheck.class)
class ProgramEndTest {

    @TempDir
    Path directory;

    Notebook notes;

    @BeforeEach
    void openNotebook() {
        notes = Notebook.in(directory);
    }

    /** As a shell starts it: the leader of a process group of its own, which Ctrl-C reaches as a whole. */
    private RunningProgram start(String how, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", FreshJvm.javaTool("java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("offspring.family.Ending", notes.file(), how));
        return FreshJvm.in(directory).command(command);
    }

    @ParameterizedTest
    @CsvSource({"return, 0", "exit, 3", "throw, 1"})
    void daemonsAreEndedFirstAndOtherChildrenAwaited(String how, int code) throws Exception {
        try (RunningProgram program = start(how)) {
            long daemon = notes.awaitNumber("daemon ");
            long worker = notes.awaitNumber("worker ");
            Family.awaitDeath(daemon);
            assertThat(Family.isAlive(worker)).isTrue();
            assertThat(Family.isAlive(program.pid())).isTrue();
            assertThat(notes.lines()).contains("ending", "hook of the daemon").doesNotContain("finished");
            notes.say("go on");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(notes.lines()).contains("finished", "hook of the worker", "hook of the first process");
            if (how.equals("throw")) {
                assertThat(result.stderr()).contains("the program's own mistake");
            } else {
                assertThat(result.stderr()).isEmpty();
            }
            program.awaitNoFamily();
        }
    }

    @Test
    void programsOwnThreadsAreAwaitedBeforeDaemonsAreEnded() throws Exception {
        try (RunningProgram program = start("thread")) {
            long daemon = notes.awaitNumber("daemon ");
            notes.await("ending");
            notes.say("go on");
            notes.await("hook of the worker");
            assertThat(Family.isAlive(daemon)).isTrue();
            notes.say("thread go on");
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, "", ""));
            assertThat(notes.lines()).contains("hook of the daemon");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void signalToTheFirstProcessEndsAllOfThemAtOnceAndQuietly(String signal, int code) throws Exception {
        try (RunningProgram program = start("wait")) {
            notes.await("ending");
            program.signal(signal);
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.stderr()).isEmpty();
            assertThat(notes.lines()).contains("hook of the first process").doesNotContain("finished");
            program.awaitNoFamily();
        }
    }

    /** Ctrl-C goes to the whole foreground group; only the first process is in it. */
    @Test
    void controlCEndsAllOfThemAtOnceAndQuietly() throws Exception {
        try (RunningProgram program = start("wait")) {
            long worker = notes.awaitNumber("worker ");
            notes.await("ending");
            new ProcessBuilder("/bin/sh", "-c", "kill -INT -" + program.pid()).start().waitFor();
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(130);
            assertThat(result.stderr()).isEmpty();
            assertThat(notes.lines()).doesNotContain("finished");
            assertThat(Family.isAlive(worker)).isFalse();
            program.awaitNoFamily();
        }
    }

    /** A second signal, from an impatient person, while the first is being obeyed. */
    @ParameterizedTest
    @ValueSource(strings = {"return", "exit"})
    void signalDuringTheFinalWaitEndsTheWait(String how) throws Exception {
        try (RunningProgram program = start(how)) {
            long daemon = notes.awaitNumber("daemon ");
            Family.awaitDeath(daemon);
            program.signal("TERM");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isIn(3, 143);
            assertThat(notes.lines()).doesNotContain("finished");
            program.awaitNoFamily();
        }
    }

    /** The terminal as a person has it: a pseudo-terminal whose line discipline makes the signal. */
    @Test
    void controlCOnATerminalEndsAllOfThem() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
        String java = String.join(" ", FreshJvm.javaTool("java").toString(), "-cp", System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED", "offspring.family.Ending", notes.file(), "wait");
        String typed = "(until grep -q ending '" + notes.file() + "'; do sleep 0.05; done; printf '\\003';"
                + " until grep -q 'hook of the first' '" + notes.file() + "'; do sleep 0.05; done)";
        List<String> command = List.of("/bin/sh", "-c", typed + " | script -qec \"" + java + "\" /dev/null");
        try (RunningProgram program = FreshJvm.in(directory).command(command)) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(130);
            assertThat(result.stdout().replace("^C", "").strip()).isEmpty();
            assertThat(notes.lines()).doesNotContain("finished");
            program.awaitNoFamily();
        }
    }
}

package offspring.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a SIGKILL no JVM below the killed one is left, whatever it was doing, and no program of its group.
 *
 * <p>API.md promises two seconds; the test's deadline is longer, what it took is printed.
 */
@ExtendWith(LeakCheck.class)
class SuddenDeathTest {

    @TempDir
    Path directory;

    static Stream<Arguments> cases() {
        return Arrays.stream(Tree.Doing.values())
                .flatMap(doing -> Stream.of(false, true)
                        .filter(stopped -> !stopped || doing == Tree.Doing.BLOCKED || doing == Tree.Doing.WITH_PROGRAMS)
                        .map(stopped -> Arguments.of(doing, stopped)));
    }

    @ParameterizedTest(name = "below {0}, stopped: {1}")
    @MethodSource("cases")
    void nothingIsLeftWhenTheFirstProcessIsKilled(Tree.Doing doing, boolean stopped) throws Exception {
        Notebook notes = Notebook.in(directory);
        try (RunningProgram program = start(notes, doing)) {
            awaitLeaves(notes, doing);
            if (stopped) {
                stopEverybodyBelow(program.pid(), notes);
            }
            int before = program.family().size();
            long killed = System.nanoTime();
            program.signal("KILL");
            program.awaitNoFamily();
            report("first process", doing, stopped, before, killed);
        }
    }

    @ParameterizedTest(name = "below {0}, stopped: {1}")
    @MethodSource("cases")
    void nothingIsLeftBelowAProcessInTheMiddleThatIsKilledAndTheOtherBranchGoesOn(Tree.Doing doing, boolean stopped)
            throws Exception {
        Notebook notes = Notebook.in(directory);
        try (RunningProgram program = start(notes, doing)) {
            awaitLeaves(notes, doing);
            List<Long> middles = pids(notes, "middle ");
            List<Family.Member> below = Family.descendants(middles.getFirst());
            List<Family.Member> other = Family.descendants(middles.getLast());
            assertThat(below).isNotEmpty();
            if (stopped) {
                stopEverybodyBelow(middles.getFirst(), notes);
            }
            long killed = System.nanoTime();
            kill("KILL", middles.getFirst());
            Eventually.eventually("the end of " + below, () -> below.stream().noneMatch(m -> Family.isAlive(m.pid())));
            report("middle process", doing, stopped, below.size(), killed);
            assertThat(Family.isAlive(program.pid())).isTrue();
            assertThat(Family.isAlive(middles.getLast())).isTrue();
            assertThat(other).filteredOn(SuddenDeathTest::isJvm).allMatch(member -> Family.isAlive(member.pid()));
            program.signal("KILL");
            program.awaitNoFamily();
        }
    }

    /** And not a command of a moment, by which a spare is prepared. */
    private static boolean isJvm(Family.Member member) {
        return member.command().contains("/bin/java ");
    }

    private RunningProgram start(Notebook notes, Tree.Doing doing) throws IOException {
        // A directory of its own for what a SIGKILL leaves and the next program sweeps: names, no processes.
        return FreshJvm.in(directory).options("-Djava.io.tmpdir=" + directory).java(
                "-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
                "offspring.family.Tree", notes.file(), doing.name(), StartMethod.STANDBY.name());
    }

    private static void awaitLeaves(Notebook notes, Tree.Doing doing) {
        int programs = doing == Tree.Doing.WITH_PROGRAMS ? 6 : 0;
        Eventually.eventually("the whole tree", () -> pids(notes, "leaf ").size() == 2
                && pids(notes, "program ").size() == programs);
    }

    private static List<Long> pids(Notebook notes, String kind) {
        return notes.lines().stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> Long.parseLong(line.substring(kind.length())))
                .toList();
    }

    /**
     * Stops JVMs and what they started, as a debugger or a person might, and waits until they have stopped. The
     * shells that watch over process groups stay awake: they are in sessions of their own and nobody knows them.
     */
    private static void stopEverybodyBelow(long pid, Notebook notes) throws Exception {
        for (Family.Member member : Family.descendants(pid)) {
            if (!member.command().contains("while read -r sign group")) {
                kill("STOP", member.pid());
            }
        }
        for (long leaf : pids(notes, "leaf ")) {
            if (Family.descendants(pid).stream().anyMatch(member -> member.pid() == leaf)) {
                Eventually.eventually("the stop of " + leaf, () -> Family.descendants(pid).stream()
                        .anyMatch(member -> member.pid() == leaf && member.state() == 'T'));
            }
        }
    }

    private static void kill(String signal, long pid) throws Exception {
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private static void report(String who, Tree.Doing doing, boolean stopped, int count, long since) {
        System.out.printf("%s killed, %d processes below it %s%s: gone after %d ms%n",
                who, count, doing, stopped ? " and stopped" : "", (System.nanoTime() - since) / 1_000_000);
    }
}

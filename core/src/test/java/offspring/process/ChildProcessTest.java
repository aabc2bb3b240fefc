package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import offspring.ExitStatus;
import offspring.NotShippableException;
import offspring.ProcessStartException;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class ChildProcessTest {

    @TempDir
    Path directory;

    private static ChildProcess.Builder spawned() {
        return ChildProcess.builder().startMethod(StartMethod.SPAWN);
    }

    private static void joinWithPatience(ChildProcess process) throws InterruptedException {
        assertThat(process.join(Eventually.patience())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aProcessRunsItsActionWithItsArgumentsAndEndsWithZero(StartMethod method) throws Exception {
        Path file = directory.resolve("out");
        String text = "from afar";
        ChildProcess process = ChildProcess.builder().name("writer").startMethod(method).unstarted(
                () -> Files.writeString(file, text + " by " + ChildProcess.current().name()));
        assertThat(process.isAlive()).isFalse();
        assertThat(process.exitCode()).isEmpty();
        assertThat(ChildProcess.active()).doesNotContain(process);
        assertThat(process.start()).isSameAs(process);
        joinWithPatience(process);
        assertThat(process.exitCode()).hasValue(0);
        assertThat(process.exitStatus()).contains(new ExitStatus(0));
        assertThat(process.isAlive()).isFalse();
        assertThat(ChildProcess.active()).doesNotContain(process);
        assertThat(Files.readString(file)).isEqualTo("from afar by writer");
    }

    @Test
    void argumentsTravelOneToFour() throws Exception {
        Path file = directory.resolve("out");
        List<ChildProcess> all = List.of(
                ChildProcess.of((String a) -> Files.writeString(Path.of(a + 1), "1"), file.toString()),
                ChildProcess.of((String a, Integer b) -> Files.writeString(Path.of(a + b), "2"), file.toString(), 2),
                ChildProcess.of(
                        (String a, Integer b, String c) -> Files.writeString(Path.of(a + b), c), file.toString(), 3, "3"),
                ChildProcess.of(
                        (String a, Integer b, List<String> c, long[] d) -> Files.writeString(Path.of(a + b), c.get(0) + d[0]),
                        file.toString(), 4, List.of("4"), new long[] {4}));
        for (ChildProcess process : all) {
            process.start();
        }
        for (ChildProcess process : all) {
            joinWithPatience(process);
        }
        assertThat(List.of(1, 2, 3, 4)).allSatisfy(n -> assertThat(Path.of(file.toString() + n)).exists());
        assertThat(Files.readString(Path.of(file + "4"))).isEqualTo("44");
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "STANDBY"})
    void exitCodesAndSignalsAreToldApart(StartMethod method) throws Exception {
        Map<Integer, ChildProcess> expected = new HashMap<>();
        ChildProcess.Builder builder = ChildProcess.builder().startMethod(method);
        expected.put(1, builder.start(() -> {
            throw new IllegalStateException("on purpose");
        }));
        expected.put(3, builder.start(() -> System.exit(3)));
        expected.put(143, builder.start(() -> System.exit(143)));
        expected.put(137, builder.start(() -> System.exit(137)));
        expected.put(7, builder.start(() -> Runtime.getRuntime().halt(7)));
        for (Map.Entry<Integer, ChildProcess> entry : expected.entrySet()) {
            joinWithPatience(entry.getValue());
            assertThat(entry.getValue().exitCode()).as(entry.getValue().toString()).hasValue(entry.getKey());
        }
    }

    private ChildProcess waiting(StartMethod method) throws Exception {
        Gate gate = Gate.in(Files.createTempDirectory(directory, "gate"));
        ChildProcess process = ChildProcess.builder().startMethod(method).start(() -> {
            gate.mark("runs");
            gate.pass("never");
        });
        gate.awaitMark("runs");
        return process;
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void killAndTerminateEndItBySignal(StartMethod method) throws Exception {
        ChildProcess killed = waiting(method);
        ChildProcess terminated = waiting(method);
        assertThat(killed.join(Duration.ZERO)).isFalse();
        assertThat(killed.join(Duration.ofSeconds(-1))).isFalse();
        assertThat(killed.isAlive()).isTrue();
        assertThat(ChildProcess.active()).contains(killed, terminated);
        killed.kill();
        terminated.terminate();
        joinWithPatience(killed);
        joinWithPatience(terminated);
        assertThat(killed.exitCode()).hasValue(-9);
        assertThat(killed.exitStatus().orElseThrow().signalName()).contains("SIGKILL");
        assertThat(terminated.exitCode()).hasValue(-15);
        assertThat(ChildProcess.active()).doesNotContain(killed, terminated);
        joinWithPatience(killed);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void interruptReachesTheMainThread(StartMethod method) throws Exception {
        Gate gate = Gate.in(directory);
        ChildProcess process = ChildProcess.builder().startMethod(method).start(() -> {
            gate.mark("runs");
            try {
                gate.pass("never");
            } catch (InterruptedException asked) {
                gate.mark("interrupted");
            }
        });
        gate.awaitMark("runs");
        process.interrupt();
        joinWithPatience(process);
        assertThat(gate.isMarked("interrupted")).isTrue();
        assertThat(process.exitCode()).hasValue(0);
    }

    @Test
    void aSignalFromOutsideCountsWhoeverSentIt() throws Exception {
        ChildProcess process = waiting(StartMethod.STANDBY);
        new ProcessBuilder("/bin/kill", "-TERM", Long.toString(process.pid())).start().waitFor();
        joinWithPatience(process);
        assertThat(process.exitCode()).hasValue(-15);
        ChildProcess hungUp = waiting(StartMethod.STANDBY);
        new ProcessBuilder("/bin/kill", "-HUP", Long.toString(hungUp.pid())).start().waitFor();
        joinWithPatience(hungUp);
        assertThat(hungUp.exitCode()).hasValue(-1);
    }

    @Test
    void aStoppedProcessIsAliveAndCanBeKilled() throws Exception {
        ChildProcess process = waiting(StartMethod.STANDBY);
        new ProcessBuilder("/bin/kill", "-STOP", Long.toString(process.pid())).start().waitFor();
        assertThat(process.isAlive()).isTrue();
        process.kill();
        joinWithPatience(process);
        assertThat(process.exitCode()).hasValue(-9);
    }

    @Test
    void killDuringTheBootIsAKillAndNoStartFailure() throws Exception {
        for (int i = 0; i < 5; i++) {
            ChildProcess process = spawned().start(() -> {});
            process.kill();
            joinWithPatience(process);
            assertThat(process.exitCode().getAsInt()).isIn(-9, 0);
        }
    }

    @Test
    void sentinelsAreReadyWhenTheirProcessesHaveEnded() throws Exception {
        ChildProcess stays = waiting(StartMethod.STANDBY);
        ChildProcess ends = waiting(StartMethod.STANDBY);
        List<Waitable> both = List.of(stays.sentinel(), ends.sentinel());
        assertThat(Waitable.waitForAny(both, Duration.ZERO)).isEmpty();
        ends.kill();
        assertThat(Waitable.waitForAny(both)).containsExactly(both.get(1));
        joinWithPatience(ends);
        stays.kill();
        joinWithPatience(stays);
        assertThat(Waitable.waitForAny(both)).isEqualTo(both);
    }

    @Test
    void whatNeedsAStartedProcessSaysSo() throws Exception {
        ChildProcess process = spawned().name("early").unstarted(() -> {});
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                process::pid, process::join, () -> process.join(Duration.ZERO), process::terminate, process::kill,
                process::interrupt, process::sentinel);
        for (var call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("process early: it was not started");
        }
        process.start();
        assertThatIllegalStateException().isThrownBy(process::start).withMessageContaining("was started already");
        assertThatIllegalStateException().isThrownBy(() -> process.setName("x"));
        assertThatIllegalStateException().isThrownBy(() -> process.setDaemon(true));
        joinWithPatience(process);
        assertThatIllegalStateException().isThrownBy(process::start).withMessageContaining("was started already");
    }

    @Test
    void closedProcessCannotBeNamed() {
        ChildProcess process = spawned().unstarted(() -> {});
        process.close();
        assertThatIllegalStateException().isThrownBy(() -> process.setName("x")).withMessageContaining("it is closed");
        assertThatIllegalStateException().isThrownBy(() -> process.setDaemon(true)).withMessageContaining("it is closed");
    }

    @Test
    void closeLetsGoOfAProcessThatHasEnded() throws Exception {
        ChildProcess process = waiting(StartMethod.STANDBY);
        assertThatIllegalStateException().isThrownBy(process::close).withMessageContaining("it still runs; pid=");
        process.kill();
        joinWithPatience(process);
        process.close();
        process.close();
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                process::pid, process::join, process::terminate, process::kill, process::interrupt, process::sentinel,
                process::isAlive, process::exitCode, process::exitStatus, process::start);
        for (var call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("is closed");
        }
        assertThat(process.getName()).startsWith("ChildProcess-");
        assertThat(process.isDaemon()).isFalse();
        assertThat(process.toString()).contains("closed");
    }

    @Test
    void toStringTellsNamePidStateAndExitStatus() throws Exception {
        ChildProcess process = spawned().name("p").daemon(true).unstarted(() -> System.exit(4));
        assertThat(process).hasToString("ChildProcess[p, not started, daemon]");
        process.start();
        long pid = process.pid();
        joinWithPatience(process);
        assertThat(process).hasToString("ChildProcess[p, pid " + pid + ", exited with code 4, daemon]");
    }

    /** A process of its own class. */
    static class Greeter extends ChildProcess {
        private static final long serialVersionUID = 1;
        private final String file;
        private final List<String> words;

        Greeter(String file, List<String> words) {
            this.file = file;
            this.words = words;
        }

        @Override
        public void run() throws Exception {
            Files.writeString(
                    Path.of(file), String.join(" ", words) + " " + getName() + " " + (pid() == ProcessHandle.current().pid())
                            + isAlive());
        }
    }

    @Test
    void fieldsOfASubclassTravel() throws Exception {
        Path file = directory.resolve("greeting");
        Greeter greeter = new Greeter(file.toString(), List.of("good", "day"));
        assertThat(greeter.getName()).matches("Greeter-\\d+");
        greeter.start();
        joinWithPatience(greeter);
        assertThat(greeter.exitCode()).hasValue(0);
        assertThat(Files.readString(file)).isEqualTo("good day " + greeter.getName() + " truetrue");
    }

    @Test
    void aProcessObjectDoesNotTravel() {
        ChildProcess other = spawned().unstarted(() -> {});
        ChildProcess carrier = spawned().unstarted(() -> other.getName());
        assertThatThrownBy(carrier::start)
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("ChildProcess");
        assertThat(carrier.isAlive()).isFalse();
        assertThat(carrier.toString()).contains("not started");
    }

    @Test
    void namesTellTheWayFromTheFirstProcess() throws Exception {
        Path file = directory.resolve("names");
        ChildProcess child = spawned().unstarted(() -> {
            ChildProcess first = spawned().unstarted(() -> {});
            ChildProcess second = spawned().unstarted(() -> {
                ProcessInfo me = ChildProcess.current();
                Files.writeString(file, me.name() + " " + me.parent().name() + " " + me.parent().parent().name()
                        + " " + me.parent().parent().isMain() + " " + me.parent().isAlive()
                        + " " + me.parent().join(Duration.ZERO));
            });
            second.start().join();
            first.close();
        });
        child.start();
        joinWithPatience(child);
        String name = child.getName();
        assertThat(Files.readString(file)).isEqualTo(name + ":2 " + name + " MainProcess true true false");
        assertThat(ChildProcess.current().parent()).isNull();
        assertThat(ChildProcess.current().isMain()).isTrue();
        assertThat(ChildProcess.current().pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void longestDurationThereIsIsNotTooLongToJoin() throws Exception {
        Path file = directory.resolve("joined");
        ChildProcess child = spawned().start(() -> {
            Thread.currentThread().interrupt();
            try {
                ChildProcess.current().parent().join(ChronoUnit.FOREVER.getDuration());
            } catch (InterruptedException waited) {
                Files.writeString(file, "waited");
            }
        });
        joinWithPatience(child);
        assertThat(file).hasContent("waited");
    }

    @Test
    void daemonsInheritTheFlagAndMayNotHaveChildren() throws Exception {
        Path file = directory.resolve("daemon");
        ChildProcess daemon = spawned().daemon(true).start(() -> {
            ChildProcess grandchild = spawned().unstarted(() -> {});
            String refused = "";
            try {
                grandchild.start();
            } catch (IllegalStateException expected) {
                refused = expected.getMessage();
            }
            Files.writeString(file, ChildProcess.current().isDaemon() + " " + grandchild.isDaemon() + " " + refused);
        });
        joinWithPatience(daemon);
        assertThat(Files.readString(file)).startsWith("true true cannot start process").contains("daemons may not have children");
    }

    @Test
    void optionsEnvironmentAndDirectoryAreThoseOfTheChildAlone() throws Exception {
        Map<String, String> changes = new HashMap<>();
        changes.put("GREETING", "hello");
        changes.put("PATH", null);
        Path file = directory.resolve("options");
        ChildProcess process = spawned()
                .jvmOptions("-Xmx77m", "-Ddemo.x=1", "-XX:+UseParallelGC")
                .environment(changes)
                .workingDirectory(directory)
                .start(() -> Files.writeString(file, System.getProperty("demo.x") + " " + System.getenv("GREETING")
                        + " " + System.getenv("PATH") + " " + Path.of("").toAbsolutePath()
                        + " " + Runtime.getRuntime().maxMemory() / 1_000_000));
        joinWithPatience(process);
        assertThat(Files.readString(file)).startsWith("1 hello null " + directory.toRealPath() + " ");
    }

    @Test
    void aJvmThatCannotBootIsReportedInItsOwnWords() {
        ChildProcess process = spawned().name("odd").jvmOptions("-XX:NoSuchOption=1").unstarted(() -> {});
        assertThatThrownBy(process::start)
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("cannot start process odd: its JVM exited with code 1")
                .hasMessageContaining("Unrecognized VM option 'NoSuchOption=1'");
        assertThat(process.toString()).contains("not started");
        assertThatThrownBy(() -> spawned().workingDirectory(directory.resolve("absent")).start(() -> {}))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> spawned().javaHome(directory).start(() -> {}))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("there is no java command");
    }

    @Test
    void twoChildrenShareNothing() throws Exception {
        Gate gate = Gate.in(directory);
        for (int i = 0; i < 4; i++) {
            joinWithPatience(ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {
                if (System.getProperty("seen.before") != null) {
                    gate.count("shared");
                }
                System.setProperty("seen.before", "yes");
                Files.createFile(Path.of(gate.directory(), "pid." + ProcessHandle.current().pid()));
            }));
        }
        assertThat(gate.counted("shared")).isZero();
        assertThat(gate.counted("pid")).isEqualTo(4);
    }

    @Test
    void programsThatAChildHasStartedEndWithItHoweverItEnds() throws Exception {
        Gate gate = Gate.in(directory);
        ChildProcess ends = spawned().start(() -> {
            Process program = new ProcessBuilder("sleep", "1000").start();
            Files.writeString(directory(gate, "one"), Long.toString(program.pid()));
        });
        joinWithPatience(ends);
        Family.awaitDeath(Long.parseLong(Files.readString(directory(gate, "one"))));
        ChildProcess killed = spawned().start(() -> {
            Process program = new ProcessBuilder("sleep", "1000").start();
            Files.writeString(directory(gate, "two"), Long.toString(program.pid()));
            gate.mark("started");
            gate.pass("never");
        });
        gate.awaitMark("started");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        joinWithPatience(killed);
        Family.awaitDeath(Long.parseLong(Files.readString(directory(gate, "two"))));
    }

    private static Path directory(Gate gate, String name) {
        return Path.of(gate.directory(), name);
    }

    @Test
    void standardInputIsEmptyAndTheLinkIsOutOfReach() throws Exception {
        Path file = directory.resolve("in");
        ChildProcess process = spawned().start(() -> {
            int read = System.in.read();
            Process cat = new ProcessBuilder("/bin/sh", "-c", "cat; cat <&3")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectErrorStream(true)
                    .start();
            String words = new String(cat.getInputStream().readAllBytes());
            Files.writeString(file, read + " " + cat.waitFor() + " " + words);
        });
        joinWithPatience(process);
        assertThat(process.exitCode()).hasValue(0);
        assertThat(Files.readString(file)).startsWith("-1 ").contains("3: Bad file descriptor");
    }
}

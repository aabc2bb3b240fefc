package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import offspring.Action;
import offspring.ProcessStartException;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.os.Signals;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child is to those who start it from within the library. */
@ExtendWith(LeakCheck.class)
class LauncherTest {

    @TempDir
    Path directory;

    private static LaunchSpec spec(LaunchSpec.Mode mode) {
        return LaunchSpec.named("launched").withMode(mode);
    }

    private static int join(Child child) throws InterruptedException {
        assertThat(child.join(Eventually.patience())).isTrue();
        return child.exitStatus().orElseThrow().code();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "STANDBY"})
    void capturedStderrComesThroughInWholeLinesAndItsEndIsRemembered(LaunchSpec.Mode mode) throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(seen, true));
        try {
            Child child = Launcher.start(spec(mode).withCaptureStderr(true), () -> {
                for (int i = 0; i < 30; i++) {
                    System.err.println("line " + i);
                }
                System.err.print("no line end");
            });
            assertThat(join(child)).isZero();
            assertThat(child.stderrTail()).hasSize(20).startsWith("line 11").endsWith("line 29", "no line end");
            Eventually.eventually("the copy", () -> seen.toString().endsWith("no line end"));
            assertThat(seen.toString()).startsWith("line 0\nline 1\n");
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void oneThatIsTerminatedWhileItBootsSaysNothing() throws Exception {
        LaunchSpec spec = spec(LaunchSpec.Mode.SPAWN).withCaptureStderr(true);
        join(Launcher.start(spec, () -> {}));
        for (int i = 0; i < 15; i++) {
            Child child = Launcher.start(spec, () -> Bodies.block());
            LockSupport.parkNanos(i * 4_000_000L); // each at another point of its boot
            child.terminate();
            assertThat(join(child)).isEqualTo(-Signals.SIGTERM);
            assertThat(child.stderrTail()).isEmpty();
        }
    }

    /** Between its boot and its job a child has nobody yet who could say that a signal ended it. */
    @Test
    void aSpareThatIsTerminatedWhenItGetsItsJobIsTerminated() throws Exception {
        LaunchSpec spec = spec(LaunchSpec.Mode.STANDBY).withCaptureStderr(true);
        join(Launcher.start(spec, () -> {}));
        for (int i = 0; i < 8; i++) {
            // Spares are booted after a quarter of a second: each round meets one at another point of its preparation.
            LockSupport.parkNanos(250_000_000L + i * 30_000_000L);
            Child child = Launcher.start(spec, () -> Bodies.block());
            child.terminate();
            assertThat(join(child)).isEqualTo(-Signals.SIGTERM);
            assertThat(child.stderrTail()).isEmpty();
        }
    }

    @Test
    void anActionMayBeBiggerThanAPipe() throws Exception {
        byte[] big = new byte[5_000_000];
        Arrays.fill(big, (byte) 7);
        Path file = directory.resolve("length");
        for (LaunchSpec.Mode mode : LaunchSpec.Mode.values()) {
            String target = file.toString() + mode;
            Child child = Launcher.start(spec(mode), () -> Files.writeString(Path.of(target), big.length + " " + big[4_999_999]));
            assertThat(join(child)).isZero();
            assertThat(Files.readString(Path.of(target))).isEqualTo("5000000 7");
        }
    }

    @Test
    void nonDaemonThreadsAndChildrenOfAChildAreAwaited() throws Exception {
        Gate gate = Gate.in(directory);
        Child child = Launcher.start(spec(LaunchSpec.Mode.SPAWN).withDaemon(false), () -> {
            Launcher.start(spec(LaunchSpec.Mode.SPAWN).withDaemon(false), () -> {
                gate.pass("go");
                gate.mark("grandchild done");
            });
            Thread.ofPlatform().start(() -> {
                ((Action) () -> {
                    gate.pass("go");
                    gate.mark("thread done");
                }).run();
            });
            gate.mark("main done");
        });
        gate.awaitMark("main done");
        assertThat(child.isAlive()).isTrue();
        gate.mark("go");
        assertThat(join(child)).isZero();
        assertThat(gate.marks()).contains("grandchild done", "thread done");
    }

    @Test
    void aSignalDuringTheShutdownIsTheEndThatCounts() throws Exception {
        Gate gate = Gate.in(directory);
        Child child = Launcher.start(spec(LaunchSpec.Mode.SPAWN), () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                ((Action) () -> {
                    gate.mark("in hook");
                    gate.pass("never");
                }).run();
            }));
            System.exit(3);
        });
        gate.awaitMark("in hook");
        child.kill();
        assertThat(join(child)).isEqualTo(-9);
    }

    @Test
    void manyChildrenAtOnceLeaveNoDescriptorBehindInASibling() throws Exception {
        Gate gate = Gate.in(directory);
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(Launcher.start(spec(LaunchSpec.Mode.SPAWN), () -> {
                gate.count("runs");
                gate.pass("go");
            }));
        }
        Eventually.eventually("all to run", () -> gate.counted("runs") == 4);
        for (Child child : children) {
            // Its control pipe, its answer pipe; and each as it was opened by path.
            assertThat(pipes(child.pid())).hasSizeLessThanOrEqualTo(2);
        }
        gate.mark("go");
        for (Child child : children) {
            assertThat(join(child)).isZero();
        }
    }

    /** The pipes a process has above its standard streams, each once. */
    private static List<String> pipes(long pid) throws Exception {
        try (var entries = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return entries.filter(entry -> Integer.parseInt(entry.getFileName().toString()) > 2)
                    .map(LauncherTest::target)
                    .filter(target -> target.startsWith("pipe:") || target.contains("/answers"))
                    .distinct()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (java.io.IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void aJvmThatFailsToBootLaterIsToldByItsEnd() throws Exception {
        LaunchSpec spec = spec(LaunchSpec.Mode.SPAWN).withJvmOptions(List.of("-XX:NoSuchOption"));
        BootRecord.add(CommandLine.of(spec));
        Child child = Launcher.start(spec.withCaptureStderr(false), () -> {});
        assertThatThrownBy(() -> child.join(Eventually.patience()))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("NoSuchOption");
        assertThatThrownBy(() -> child.onExit().join()).isInstanceOf(CompletionException.class);
        assertThat(child.exitStatus().orElseThrow().code()).isEqualTo(1);
    }

    @Test
    void aSpareThatDiesIsNotUsed() throws Exception {
        LaunchSpec spec = spec(LaunchSpec.Mode.STANDBY);
        assertThat(join(Launcher.start(spec, () -> {}))).isZero();
        CommandLine line = CommandLine.of(spec);
        JvmProcess[] spare = new JvmProcess[1];
        Eventually.eventually(
                "a spare, which needs 256 MiB of free memory", () -> (spare[0] = StandbyShelf.take(line)) != null);
        spare[0].kill();
        Eventually.eventually("its end", () -> !spare[0].isAlive());
        spare[0].send(Frame.of(FrameKind.INTERRUPT));
        assertThat(join(Launcher.start(spec, () -> {}))).isZero();
    }
}

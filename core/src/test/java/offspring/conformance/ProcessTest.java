package offspring.conformance;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import offspring.ExitStatus;
import offspring.process.ChildProcess;
import offspring.process.Cpus;
import offspring.process.ProcessInfo;
import offspring.process.StartMethod;
import offspring.sync.Waitable;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.SigInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CPython's {@code _TestProcess}.
 *
 * <p>Where ours differs on purpose: a child has no authkey yet; misuse is an IllegalStateException
 * where CPython has AssertionError, ValueError and AttributeError.
 */
@ExtendWith(LeakCheck.class)
class ProcessTest {

    @TempDir
    Path directory;

    Notebook notes;

    @BeforeEach
    void openNotebook() {
        notes = Notebook.in(directory);
    }

    @Test
    void testCurrent() {
        ProcessInfo current = ChildProcess.current();
        assertThat(current.isAlive()).isTrue();
        assertThat(current.isDaemon()).isFalse();
        assertThat(current.isMain()).isTrue();
        assertThat(current.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void testSetExecutable() throws Exception {
        Path java = Files.createDirectories(directory.resolve("home/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                echo wrapper used >> "%s"
                exec "%s/bin/java" "$@"
                """.formatted(notes.file(), System.getProperty("java.home")));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ChildProcess child = ChildProcess.builder()
                .startMethod(StartMethod.SPAWN)
                .javaHome(directory.resolve("home"))
                .start(() -> System.out.flush());
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(notes.lines()).contains("wrapper used");
    }

    record Point(int x, List<String> names) implements Serializable {}

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testArgsArgument(StartMethod method) throws Exception {
        StartMethod before = StartMethod.getDefault();
        StartMethod.setDefault(method);
        try {
            List<ChildProcess> children = List.of(
                    ChildProcess.of(n -> n.say("none"), notes),
                    ChildProcess.of((n, a) -> n.say(a), notes, 42),
                    ChildProcess.of((n, a, b) -> n.say(a + "," + b), notes, "text", List.of(1, 2)),
                    ChildProcess.of(
                            (n, a, b, c) -> n.say(a + "," + b[1] + "," + c),
                            notes, 1.5, new long[] {7, 8}, new Point(3, List.of("p"))));
            for (ChildProcess child : children) {
                child.start().join();
                assertThat(child.exitCode()).hasValue(0);
            }
        } finally {
            StartMethod.setDefault(before);
        }
        assertThat(notes.lines()).containsExactly("none", "42", "text,[1, 2]", "1.5,8,Point[x=3, names=[p]]");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testDaemonArgument(StartMethod method) throws Exception {
        Notebook book = notes;
        assertThat(new ChildProcess(() -> {}).isDaemon()).isFalse();
        assertThat(ChildProcess.builder().daemon(true).unstarted(() -> {}).isDaemon()).isTrue();
        assertThat(ChildProcess.builder().daemon(false).unstarted(() -> {}).isDaemon()).isFalse();
        ChildProcess daemon = ChildProcess.builder().startMethod(method).daemon(true).start(() -> {
            book.say(ChildProcess.current().isDaemon());
            book.say(new ChildProcess(() -> {}).isDaemon());
            book.say(ChildProcess.builder().daemon(false).unstarted(() -> {}).isDaemon());
        });
        daemon.join();
        assertThat(daemon.exitCode()).hasValue(0);
        assertThat(notes.lines()).containsExactly("true", "true", "false");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testParentProcessAttributes(StartMethod method) throws Exception {
        Notebook book = notes;
        assertThat(ChildProcess.current().parent()).isNull();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            ProcessInfo parent = ChildProcess.current().parent();
            book.say(parent.pid() + " " + parent.name());
        });
        child.join();
        ProcessInfo self = ChildProcess.current();
        assertThat(notes.lines()).containsExactly(self.pid() + " " + self.name());
    }

    /**
     * Differs: in CPython an orphan sees that its parent is gone; ours ends with its parent, so that only
     * "alive" can be seen from below.
     */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testParentProcess(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).name("middle").start(() -> {
            ChildProcess.builder().startMethod(method).start(() -> {
                ProcessInfo parent = ChildProcess.current().parent();
                boolean joined = parent.join(Duration.ZERO);
                List<Waitable> ready = Waitable.waitForAny(List.of(parent.sentinel()), Duration.ZERO);
                book.say("grandchild " + ProcessHandle.current().pid());
                book.say("parent " + parent.name() + " " + parent.isAlive() + " " + joined + " " + ready);
                Bodies.block();
            });
            Bodies.block();
        });
        long grandchild = notes.awaitNumber("grandchild ");
        assertThat(notes.await("parent ")).isEqualTo("middle true false []");
        child.kill();
        child.join();
        Family.awaitDeath(grandchild);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testProcess(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).name("walker").daemon(true).unstarted(() -> {
            ProcessInfo current = ChildProcess.current();
            book.say("%s %d %s %s".formatted(current.name(), current.pid(), current.isDaemon(), current.isMain()));
            book.await("go");
        });
        assertThat(child.isAlive()).isFalse();
        assertThat(child.exitCode()).isEmpty();
        assertThat(ChildProcess.active()).doesNotContain(child);
        assertThat(child.start()).isSameAs(child);
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.isAlive()).isTrue();
        assertThat(ChildProcess.active()).contains(child);
        notes.say("go");
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(child.exitStatus()).hasValue(new ExitStatus(0));
        assertThat(child.isAlive()).isFalse();
        assertThat(ChildProcess.active()).doesNotContain(child);
        assertThat(notes.lines()).contains("walker %d true false".formatted(child.pid()));
        child.close();
    }

    /** CPython's default is a KeyboardInterrupt: trace, finally blocks, exit code 1; it may be caught. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testInterrupt(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess uncaught = ChildProcess.builder().startMethod(method).start(() -> {
            try {
                Bodies.block(book);
            } finally {
                book.say("finally");
            }
        });
        notes.await("ready ");
        uncaught.interrupt();
        uncaught.join();
        assertThat(uncaught.exitCode()).hasValue(1);
        assertThat(notes.lines()).contains("finally");
        ChildProcess caught = ChildProcess.builder().startMethod(method).start(() -> {
            try {
                book.say("second");
                Bodies.block();
            } catch (InterruptedException expected) {
                book.say("caught");
            }
        });
        notes.await("second");
        caught.interrupt();
        caught.join();
        assertThat(caught.exitCode()).hasValue(0);
        assertThat(notes.lines()).contains("caught");
    }

    /** Differs: {@code interrupt()} is not a signal; a SIGINT from elsewhere counts as CPython's default action. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testInterruptNoHandler(StartMethod method) throws Exception {
        assumeFalse(SigInt.isIgnored(), "the build runs in the background");
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> Bodies.block(book));
        notes.await("ready ");
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(child.pid())).start().waitFor();
        child.join();
        assertThat(child.exitCode()).hasValue(-2);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTerminate(StartMethod method) throws Exception {
        assertThat(endedBy(method, ChildProcess::terminate)).isEqualTo(-15);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testKill(StartMethod method) throws Exception {
        assertThat(endedBy(method, ChildProcess::kill)).isEqualTo(-9);
    }

    private int endedBy(StartMethod method, java.util.function.Consumer<ChildProcess> end) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).daemon(true).start(() -> Bodies.block(book));
        assertThat(child.isAlive()).isTrue();
        assertThat(ChildProcess.active()).contains(child);
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.join(Duration.ZERO)).isFalse();
        assertThat(child.join(Duration.ofSeconds(-1))).isFalse();
        assertThat(child.isAlive()).isTrue();
        notes.await("ready ");
        end.accept(child);
        child.join();
        assertThat(child.isAlive()).isFalse();
        assertThat(ChildProcess.active()).doesNotContain(child);
        child.join();
        assertThat(child.join(Duration.ZERO)).isTrue();
        end.accept(child);
        return child.exitCode().orElseThrow();
    }

    @Test
    void testCpuCount() {
        assertThat(Cpus.count()).isGreaterThanOrEqualTo(1);
        assertThat(Cpus.available()).isBetween(1, Cpus.count());
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testActiveChildren(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).unstarted(() -> book.await("go"));
        assertThat(ChildProcess.active()).doesNotContain(child);
        child.start();
        assertThat(ChildProcess.active()).contains(child);
        notes.say("go");
        child.join();
        assertThat(ChildProcess.active()).doesNotContain(child);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testRecursion(StartMethod method) throws Exception {
        recurse(method, notes, "");
        assertThat(notes.lines()).containsExactly("id", "id0", "id00", "id01", "id1", "id10", "id11");
    }

    private static void recurse(StartMethod method, Notebook book, String id) throws InterruptedException {
        book.say("id" + id);
        if (id.length() < 2) {
            for (int i = 0; i < 2; i++) {
                String next = id + i;
                ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> recurse(method, book, next));
                child.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSentinel(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).unstarted(() -> book.await("go"));
        assertThatIllegalStateException().isThrownBy(child::sentinel);
        child.start();
        Waitable sentinel = child.sentinel();
        assertThat(Waitable.waitForAny(List.of(sentinel), Duration.ZERO)).isEmpty();
        notes.say("go");
        child.join();
        assertThat(Waitable.waitForAny(List.of(sentinel), Duration.ofSeconds(1))).containsExactly(sentinel);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testClose(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).name("closed").start(() -> book.await("go"));
        assertThat(child.isAlive()).isTrue();
        assertThatIllegalStateException().isThrownBy(child::close);
        notes.say("go");
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        child.close();
        assertThatIllegalStateException().isThrownBy(child::isAlive);
        assertThatIllegalStateException().isThrownBy(child::join);
        assertThatIllegalStateException().isThrownBy(child::terminate);
        assertThatIllegalStateException().isThrownBy(child::exitCode);
        child.close();
        assertThat(child.getName()).isEqualTo("closed");
        assertThat(child.toString()).contains("closed");
    }

    @Test
    void testManyProcesses() throws Exception {
        Notebook book = notes;
        List<ChildProcess> quick = IntStream.range(0, 5)
                .mapToObj(i -> ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> book.say("ran")))
                .toList();
        for (ChildProcess child : quick) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(notes.lines()).hasSize(5);
        List<ChildProcess> long5 = IntStream.range(0, 5)
                .mapToObj(i -> ChildProcess.builder().startMethod(StartMethod.STANDBY).start(Bodies::block))
                .toList();
        long5.forEach(ChildProcess::terminate);
        for (ChildProcess child : long5) {
            child.join();
            assertThat(child.exitCode()).hasValue(-15);
        }
    }

    static final class Target implements Serializable {

        final Notebook book;

        Target(Notebook book) {
            this.book = book;
        }

        void run() {
            book.say("target ran");
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testLoseTargetRef(StartMethod method) throws Exception {
        List<WeakReference<Target>> seen = new ArrayList<>();
        ChildProcess child = startWithTarget(method, seen);
        child.join();
        Eventually.eventually("the process lets go of its target", () -> {
            System.gc();
            return seen.getFirst().refersTo(null);
        });
        assertThat(notes.lines()).containsExactly("target ran");
        assertThat(child.exitCode()).hasValue(0);
    }

    private ChildProcess startWithTarget(StartMethod method, List<WeakReference<Target>> seen) {
        Target target = new Target(notes);
        seen.add(new WeakReference<>(target));
        return ChildProcess.builder().startMethod(method).start(() -> target.run());
    }

    /** Descriptors of one child are not inherited by the next. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testChildFdInflation(StartMethod method) throws Exception {
        Notebook book = notes;
        int count = 6;
        List<ChildProcess> children = IntStream.range(0, count)
                .mapToObj(i -> ChildProcess.builder().startMethod(method).start(() -> {
                    book.say("pipes " + pipesHeld());
                    book.await("go");
                }))
                .toList();
        Eventually.eventually("all children", () -> notes.lines().size() == count);
        notes.say("go");
        for (ChildProcess child : children) {
            child.join();
        }
        assertThat(notes.lines().stream().filter(line -> line.startsWith("pipes ")).distinct()).hasSize(1);
    }

    private static long pipesHeld() {
        File[] descriptors = new File("/proc/self/fd").listFiles();
        return List.of(descriptors).stream().filter(ProcessTest::isPipe).count();
    }

    private static boolean isPipe(File descriptor) {
        try {
            return Files.readSymbolicLink(descriptor.toPath()).toString().startsWith("pipe:");
        } catch (java.io.IOException closedMeanwhile) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testWaitForThreads(StartMethod method) throws Exception {
        Notebook book = notes;
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            Thread.ofPlatform().daemon(false).start(() -> {
                book.await("go");
                book.say("thread done");
            });
            Thread.ofPlatform().daemon(true).start(() -> book.await("never"));
            book.say("main done");
        });
        notes.await("main done");
        assertThat(child.join(Duration.ofMillis(50))).isFalse();
        notes.say("go");
        child.join();
        assertThat(notes.lines()).contains("thread done");
        assertThat(child.exitCode()).hasValue(0);
    }

    /** The child closes its own streams; CPython's first half, about the parent's, is in FreshProgramsTest. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testErrorOnStdioFlush2(StartMethod method) throws Exception {
        for (int i = 0; i < 2; i++) {
            boolean replace = i == 1;
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                System.out.close();
                System.err.close();
                if (replace) {
                    System.setOut(null);
                    System.setErr(null);
                }
            });
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}

package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import offspring.Action;
import offspring.ExitStatus;
import offspring.ProcessDiedException;
import offspring.lock.Step;
import offspring.os.Signals;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedEvent;
import offspring.testing.Eventually;
import offspring.testing.Kills;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers of a {@link JoinableQueue} that end with items in hand, in every way; who joins is told, or goes on. */
@ExtendWith(LeakCheck.class)
@TestMethodOrder(OrderAnnotation.class)
class JoinDeathTest {

    private static final Duration SOON = Eventually.patience();
    private static final Kills STEPS = new Kills(JoinDeathTest.class);

    /** What a consumer may do when it has two items. */
    private enum End {
        THROW, HALT, EXIT, WAIT;

        void come(int code) throws Exception {
            switch (this) {
                case THROW -> throw new IllegalStateException("part of the test");
                case HALT -> Runtime.getRuntime().halt(code);
                case EXIT -> System.exit(code);
                case WAIT -> Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"THROW, 1", "HALT, 0", "HALT, 4", "EXIT, 3", "WAIT, -15", "WAIT, -9"})
    void joinTellsWhoHowAndHowMany(End end, int code) throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2, 3));
        SharedEvent has = SharedEvent.create();
        ChildProcess consumer = ChildProcess.builder().name("eater").start(() -> {
            queue.take();
            queue.take();
            has.set();
            end.come(code);
        });
        has.await();
        if (code == -15) {
            consumer.terminate();
        } else if (code == -9) {
            consumer.kill();
        }
        assertTold(queue, new ExitStatus(code), "eater", consumer.pid(), "2 items ");
        consumer.join();
        assertOneIsLeft(queue);
    }

    @Test
    void joinTellsOfTheWorkersOfAPoolThatWasTerminated() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        SharedEvent has = SharedEvent.create();
        WorkerInfo worker;
        try (Pool pool = Pool.create(1)) {
            pool.applyAsync(() -> {
                queue.take();
                has.set();
                Thread.sleep(Long.MAX_VALUE);
                return null;
            });
            has.await();
            worker = pool.workers().getFirst();
            pool.terminate();
            pool.join();
        }
        // By the signal it was asked with, or by the one that comes when it has not ended within the grace.
        assertThat(told(queue, worker.name(), worker.pid(), "1 item ")).isIn(new ExitStatus(-15), new ExitStatus(-9));
        assertOneIsLeft(queue);
    }

    private static void assertTold(JoinableQueue<?> queue, ExitStatus how, String who, long pid, String count) {
        assertThat(told(queue, who, pid, count)).isEqualTo(how);
    }

    /** How it ended, as who joins is told together with who it was and how many it had. */
    private static ExitStatus told(JoinableQueue<?> queue, String who, long pid, String count) {
        ProcessDiedException died = catchThrowableOfType(ProcessDiedException.class, () -> queue.join(SOON));
        assertThat(died).isNotNull();
        ExitStatus how = died.exitStatus();
        assertThat(died).hasMessageContaining(who + " (pid " + pid + ") ended (" + how + ") with " + count + "taken");
        assertThat(died.processName()).isEqualTo(who);
        assertThat(died.pid()).isEqualTo(pid);
        return how;
    }

    private static void assertOneIsLeft(JoinableQueue<?> queue) throws InterruptedException {
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.take();
        queue.taskDone();
        assertThat(queue.join(SOON)).isTrue();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }

    /** With code 0, that is: also if a thread of it has come to grief. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whoEndsWellHasLeftItToOthers(boolean exits) throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        ChildProcess consumer = ChildProcess.builder().start(() -> {
            queue.take();
            if (exits) {
                System.exit(0);
            }
            Thread grieved = new Thread(() -> {
                throw new IllegalStateException("part of the test");
            });
            grieved.start();
            grieved.join();
        });
        consumer.join();
        assertThat(consumer.exitCode()).hasValue(0);
        assertThat(queue.join(Duration.ofMillis(300))).isFalse();
        queue.taskDone();
        assertOneIsLeft(queue);
    }

    /** What it has taken is this process's. */
    @Test
    void threadIsNoProcess() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        SharedEvent has = SharedEvent.create();
        ChildProcess consumer = ChildProcess.builder().startMethod(StartMethod.THREAD).start(() -> {
            queue.take();
            has.set();
            Thread.sleep(Long.MAX_VALUE);
        });
        has.await();
        consumer.kill();
        consumer.join();
        assertThat(queue.join(Duration.ofMillis(300))).isFalse();
        queue.taskDone();
        assertOneIsLeft(queue);
    }

    @Test
    void interruptedJoinLeavesTheNewsToTheNext() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        ChildProcess parent = stoppedParentOfADeadConsumer(queue);
        try {
            FutureTask<Boolean> joining = new FutureTask<>(() -> queue.join(SOON));
            Thread joiner = Thread.ofPlatform().start(joining);
            Eventually.eventually("it sleeps", () -> joining.isDone() || isIn("sleep", joiner));
            joiner.interrupt();
            Throwable first = catchThrowableOfType(ExecutionException.class, joining::get).getCause();
            if (!(first instanceof ProcessDiedException)) { // on a machine that is slow beyond measure
                assertThat(first).isInstanceOf(InterruptedException.class);
                assertThat(queue.join(Duration.ZERO)).isFalse();
                assertThatThrownBy(() -> queue.join(SOON)).isInstanceOf(ProcessDiedException.class);
            }
            assertOneIsLeft(queue);
        } finally {
            end(parent);
        }
    }

    private static boolean isIn(String method, Thread thread) {
        return Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @Test
    void joinSaysSoIfNobodySawHow() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        ChildProcess parent = stoppedParentOfADeadConsumer(queue);
        try {
            assertThatThrownBy(() -> queue.join(SOON))
                    .isInstanceOf(ProcessDiedException.class)
                    .hasMessageContaining("a process (pid ")
                    .hasMessageContaining("ended (it is not known how) with 1 item taken")
                    .hasMessageNotContaining("SIGKILL");
            assertOneIsLeft(queue);
        } finally {
            end(parent);
        }
    }

    /** A consumer was killed with an item in hand, and the only one who could tell how does nothing. */
    private static ChildProcess stoppedParentOfADeadConsumer(JoinableQueue<Integer> queue) throws Exception {
        SharedQueue<Long> pids = SharedQueue.create();
        ChildProcess parent = start(() -> {
            start(() -> {
                queue.take();
                pids.put(ProcessHandle.current().pid());
                Thread.sleep(Long.MAX_VALUE);
            }).join();
        });
        long consumer = pids.take();
        signal(parent.pid(), Signals.SIGSTOP, "T");
        signal(consumer, Signals.SIGKILL, "Z");
        return parent;
    }

    private static void signal(long pid, int signal, String state) throws Exception {
        Signals.send(pid, signal);
        Path stat = Path.of("/proc/" + pid + "/stat");
        Eventually.eventually("state " + state, () -> Files.readString(stat).contains(") " + state + " "));
    }

    private static void end(ChildProcess parent) throws Exception {
        Signals.send(parent.pid(), Signals.SIGCONT);
        assertThat(parent.join(SOON)).isTrue();
    }

    /** Who settles for a dead consumer dies at it: what it had in hand is counted off once all the same. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"JOIN_NOTED", "JOIN_COUNTED", "JOIN_FREED"})
    void joinerDies(Step step) throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2, 3, 4));
        assertKilled(dying(Step.TAKE_DONE, queue::take));
        assertKilled(dying(step, () -> queue.join()));
        assertThat(queue.join(Duration.ZERO)).as("three are there").isFalse();
        assertThat(queue.take()).isEqualTo(2);
        assertThat(queue.take()).isEqualTo(3);
        queue.taskDone();
        queue.taskDone();
        assertOneIsLeft(queue);
    }

    @Test
    void whoHasDoneAnItemDies() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        assertKilled(dying(Step.JOIN_DONE, () -> {
            queue.take();
            queue.taskDone();
        }));
        assertOneIsLeft(queue);
    }

    @Test
    void whoHasRemovedAnItemDies() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2));
        assertKilled(dying(Step.JOIN_REMOVED, () -> queue.remove(1)));
        assertOneIsLeft(queue);
    }

    private static ChildProcess start(Action action) {
        return new ChildProcess(action).start();
    }

    /** The last: what it looks at is where children have been killed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyStepIsHere() {
        STEPS.assertEveryStep(Set.of());
    }

    private static void assertKilled(ChildProcess child) throws Exception {
        STEPS.assertKilled(child);
    }

    private static ChildProcess dying(Step step, Action action) {
        return STEPS.dying(step, action);
    }
}

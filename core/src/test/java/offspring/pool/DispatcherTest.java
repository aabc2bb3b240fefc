package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import offspring.ExitStatus;
import offspring.PoolBrokenException;
import offspring.WorkerDiedException;
import offspring.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scheduling with workers that a test plays: no process, no shared memory. */
class DispatcherTest {

    private final FakeWorkers workers = new FakeWorkers();
    private LocalPool pool;

    private LocalPool pool(int processes) {
        pool = new LocalPool(FakeWorkers.settings(processes), workers);
        return pool;
    }

    @AfterEach
    void end() throws Exception {
        if (pool != null) {
            pool.terminate();
            workers.allExit();
            assertThat(pool.join(Eventually.patience())).isTrue();
        }
    }

    private static int identity(int value) {
        return value;
    }

    private AsyncResult<Integer> submit(int value) {
        return pool.applyAsync(DispatcherTest::identity, value);
    }

    @Test
    void theFirstSubmissionStartsAllWorkers() {
        pool(3);
        assertThat(workers.startedCount()).isZero();
        submit(1);
        assertThat(workers.startedCount()).isEqualTo(3);
    }

    @Test
    void anOutcomeCompletesItsResult() throws Exception {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        workers.get(0).begin();
        assertThat(result.ready()).isFalse();
        workers.get(0).finish(42);
        assertThat(result.get(Eventually.patience())).isEqualTo(42);
        assertThat(result.successful()).isTrue();
    }

    @Test
    void twoWorkersWorkAtTheSameTime() throws Exception {
        pool(2);
        AsyncResult<Integer> first = submit(1);
        AsyncResult<Integer> second = submit(2);
        workers.get(0).begin();
        workers.get(1).begin();
        workers.get(0).finish("a");
        workers.get(1).finish("b");
        assertThat(List.<Object>of(first.get(Eventually.patience()), second.get(Eventually.patience())))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void tasksAreBegunFirstComeFirstServed() throws Exception {
        pool(1);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            results.add(submit(i));
        }
        for (int i = 0; i < 100; i++) {
            workers.get(0).begin();
            workers.get(0).finish(i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(results.get(i).get(Eventually.patience())).isEqualTo(i);
        }
    }

    @Test
    void whatWaitsBehindALongTaskGoesToAnIdleWorker() throws Exception {
        pool(2);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            results.add(submit(i));
        }
        FakeWorker stuck = workers.get(0);
        for (int i = 0; i < 50; i++) {
            stuck.begin();
            stuck.finish(i);
        }
        stuck.begin();
        FakeWorker other = workers.get(1);
        Eventually.eventually("all others done", () -> {
            while (other.hasItem()) {
                other.begin();
                other.finish(0);
            }
            return results.stream().filter(AsyncResult::ready).count() == 199;
        });
        stuck.finish(0);
        assertThat(results).allSatisfy(result -> assertThat(result.get(Eventually.patience())).isNotNull());
    }

    @Test
    void aDeadWorkerFailsOnlyTheItemItWasAtAndTheRestRunsElsewhere() throws Exception {
        pool(1);
        AsyncResult<List<Integer>> result = pool.mapAsync(DispatcherTest::identity, List.of(0, 1, 2, 3), 4);
        FakeWorker first = workers.get(0);
        first.begin();
        first.finish(10);
        first.begin();
        first.exit(new ExitStatus(-9));
        FakeWorker second = workers.get(1);
        assertThat(second.begin()).isEqualTo(2);
        second.finish(12);
        assertThat(second.begin()).isEqualTo(3);
        second.finish(13);
        assertThatThrownBy(() -> result.get(Eventually.patience()))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                    assertThat(died.exitStatus()).isEqualTo(new ExitStatus(-9));
                    assertThat(died.pid()).isEqualTo(4711);
                    assertThat(died.processName()).isEqualTo("fakes-worker-1");
                    assertThat(died.taskLabel()).startsWith("1, item 1 (");
                    assertThat(died.stderrTail()).containsExactly("its last words");
                    assertThat(died)
                            .hasMessageContaining("killed by SIGKILL")
                            .hasMessageContaining("out-of-memory killer")
                            .hasMessageContaining("its last words");
                });
    }

    @Test
    void outcomesThatADeadWorkerPublishedAreNotLost() throws Exception {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        FakeWorker worker = workers.get(0);
        worker.begin();
        worker.finish(42);
        worker.exit(new ExitStatus(1));
        assertThat(result.get(Eventually.patience())).isEqualTo(42);
    }

    @Test
    void aTaskThatADeadWorkerHadNotBegunRunsElsewhere() throws Exception {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        Eventually.eventually("the task is sent", () -> workers.get(0).hasItem());
        workers.get(0).exit(new ExitStatus(-9));
        workers.get(1).begin();
        workers.get(1).finish(42);
        assertThat(result.get(Eventually.patience())).isEqualTo(42);
    }

    @Test
    void afterThreeFailedInitializersThePoolIsBroken() {
        workers.booting();
        pool(1);
        AsyncResult<Integer> result = submit(1);
        for (int i = 0; i < Crew.MAX_FAILED_STARTS; i++) {
            workers.get(i).initializerFails(new IllegalStateException("no " + i));
        }
        assertThatThrownBy(() -> result.get(Eventually.patience()))
                .cause()
                .isInstanceOf(PoolBrokenException.class)
                .hasMessageContaining("make a new pool")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no 2");
        assertThatThrownBy(() -> submit(2).get(Eventually.patience())).cause().isInstanceOf(PoolBrokenException.class);
        assertThat(workers.startedCount()).isEqualTo(Crew.MAX_FAILED_STARTS);
    }

    @Test
    void aPoolThatCouldNotReplaceAWorkerTriesAgainWhenAnotherEnds() throws Exception {
        workers.booting();
        pool(2);
        AsyncResult<Integer> result = submit(1);
        workers.get(0).ready();
        for (int i = 1; i <= Crew.MAX_FAILED_STARTS; i++) {
            workers.get(i).initializerFails(new IllegalStateException("not now"));
        }
        workers.get(0).begin();
        workers.get(0).finish(42);
        assertThat(result.get(Eventually.patience())).isEqualTo(42);

        AsyncResult<Integer> next = submit(2);
        workers.get(0).exit(new ExitStatus(-9));
        FakeWorker successor = workers.get(Crew.MAX_FAILED_STARTS + 1);
        successor.ready();
        successor.begin();
        successor.finish(43);
        assertThat(next.get(Eventually.patience())).isEqualTo(43);
    }

    @Test
    void aTaskSentToABootingWorkerIsTakenBackForOneThatIsReady() throws Exception {
        workers.booting();
        pool(2);
        AsyncResult<Integer> first = submit(1);
        AsyncResult<Integer> second = submit(2);
        FakeWorker ready = workers.get(1);
        ready.ready();
        for (int i = 0; i < 2; i++) {
            ready.begin();
            ready.finish(i);
        }
        assertThat(first.get(Eventually.patience())).isNotNull();
        assertThat(second.get(Eventually.patience())).isNotNull();
        assertThat(workers.get(0).hasItem()).isFalse();
    }

    @Test
    void callsInsideAChunkCountForTheReplacementOfWorkers() throws Exception {
        pool = new LocalPool(FakeWorkers.settings(1, 2), workers);
        AsyncResult<List<Integer>> result = pool.mapAsync(DispatcherTest::identity, List.of(0, 1, 2, 3, 4), 5);
        for (int i = 0; i < 5; i++) {
            FakeWorker worker = workers.get(i / 2);
            assertThat(worker.begin()).isEqualTo(i);
            worker.finish(i);
            if (i % 2 == 1) {
                Eventually.eventually("the worker is told to end", worker::isStopped);
                worker.exit(new ExitStatus(0));
            }
        }
        assertThat(result.get(Eventually.patience())).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aCancelledTaskThatHasNotBegunIsTakenBack() throws Exception {
        pool(1);
        AsyncResult<Integer> running = submit(1);
        AsyncResult<Integer> waiting = submit(2);
        workers.get(0).begin();
        assertThat(waiting.cancel(false)).isTrue();
        assertThat(waiting.cancel(false)).as("a second time, as with the JDK's own").isTrue();
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        workers.get(0).finish(1);
        assertThat(running.get(Eventually.patience())).isEqualTo(1);
        Eventually.eventually("it has nothing to do", () -> !workers.get(0).hasItem());
    }

    @Test
    void aRunningTaskIsInterruptedAndItsWorkerKilledAfterTheGracePeriod() {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        workers.get(0).begin();
        assertThat(result.cancel(true)).isTrue();
        assertThat(result.isCancelled()).isTrue();
        Eventually.eventually(
                "interrupt and kill", () -> workers.get(0).orders().equals(List.of("interrupt", "kill")));
    }

    @Test
    void aTaskThatEndsInTimeAfterItsInterruptKeepsItsWorker() throws Exception {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        FakeWorker worker = workers.get(0);
        worker.begin();
        result.cancel(true);
        worker.finish(0);
        AsyncResult<Integer> next = submit(2);
        worker.begin();
        worker.finish(2);
        assertThat(next.get(Eventually.patience())).isEqualTo(2);
        assertThat(worker.orders()).containsExactly("interrupt");
        assertThat(workers.startedCount()).isEqualTo(1);
    }

    @Test
    void shutdownFinishesWhatWasSubmittedAndThenStopsTheWorkers() throws Exception {
        pool(1);
        AsyncResult<Integer> result = submit(1);
        workers.get(0).begin();
        pool.shutdown();
        assertThat(workers.get(0).isStopped()).isFalse();
        workers.get(0).finish(5);
        assertThat(result.get(Eventually.patience())).isEqualTo(5);
        Eventually.eventually("told to end", () -> workers.get(0).isStopped());
        assertThat(pool.isTerminated()).isFalse();
        workers.get(0).exit(new ExitStatus(0));
        pool.join();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void shutdownDoesNotWaitForAWorkerThatStillBoots() throws Exception {
        workers.booting();
        pool(2);
        AsyncResult<Integer> result = submit(1);
        workers.get(0).ready();
        workers.get(0).begin();
        pool.shutdown();
        workers.get(0).finish(5);
        assertThat(result.get(Eventually.patience())).isEqualTo(5);
        Eventually.eventually("killed", () -> workers.get(1).orders().contains("kill"));
        assertThat(workers.get(1).isStopped()).isFalse();
        assertThat(workers.get(0).orders()).isEmpty();
    }

    @Test
    void terminateLeavesNobodyWaiting() {
        pool(1);
        AsyncResult<Integer> running = submit(1);
        AsyncResult<Integer> waiting = submit(2);
        ResultIterator<Integer> iterator = pool.imap(DispatcherTest::identity, List.of(1, 2, 3));
        workers.get(0).begin();
        pool.terminate();
        assertThatThrownBy(running::get).isInstanceOf(CancellationException.class).hasMessageContaining("terminated");
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(iterator::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void whatWasNeverBegunComesBackFromShutdownNow() {
        pool(1);
        submit(0);
        workers.get(0).begin();
        List<Runnable> unstarted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            submit(i);
        }
        unstarted.addAll(pool.shutdownNow());
        assertThat(unstarted).hasSize(3);
    }

    @Test
    void aFullRingMakesTasksWait() throws Exception {
        pool(1);
        AsyncResult<Integer> first = submit(0);
        workers.get(0).capacity(1);
        List<AsyncResult<Integer>> results = IntStream.range(0, 5).mapToObj(this::submit).toList();
        for (int i = 0; i < 6; i++) {
            workers.get(0).begin();
            workers.get(0).finish(i);
        }
        assertThat(first.get(Eventually.patience())).isZero();
        assertThat(results.getLast().get(Eventually.patience())).isEqualTo(5);
    }
}

package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import offspring.process.ChildProcess;
import offspring.sync.Waitable;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for many ends at once. */
@ExtendWith(LeakCheck.class)
class PipeWaitableTest {

    private static final int MANY = 400;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hundredsOfEnds(boolean virtual) throws Exception {
        List<SharedPipe<Integer>> pipes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            pipes.add(SharedPipe.create(false));
        }
        List<Integer> received = new ArrayList<>();
        FutureTask<Integer> waiter = new FutureTask<>(() -> {
            List<Connection<Integer>> open = new ArrayList<>(pipes.stream().map(SharedPipe::first).toList());
            while (!open.isEmpty()) {
                for (Connection<Integer> ready : Waitable.waitForAny(open)) {
                    received.add(ready.receive());
                    open.remove(ready);
                }
            }
            return received.size();
        });
        Thread thread = virtual ? Thread.ofVirtual().start(waiter) : Thread.ofPlatform().daemon().start(waiter);
        List<Integer> order = new ArrayList<>(java.util.stream.IntStream.range(0, MANY).boxed().toList());
        Collections.shuffle(order, new Random(1));
        for (int each : order) {
            pipes.get(each).second().send(each);
            if (each % 20 == 0) {
                int sent = each;
                Eventually.eventually("its arrival", () -> !pipes.get(sent).first().poll());
            }
        }
        assertThat(waiter.get()).isEqualTo(MANY);
        assertThat(received).containsExactlyInAnyOrderElementsOf(order);
        pipes.forEach(SharedPipe::close);
        thread.join();
    }

    @Test
    void endOfFileAndClosedEndsAreReady() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create();
        SharedPipe<Object> other = SharedPipe.create(false);
        List<Connection<Object>> ends = List.of(pipe.first(), other.first());
        FutureTask<List<Connection<Object>>> waiter = start(() -> Waitable.waitForAny(ends));
        pipe.second().close();
        assertThat(waiter.get()).containsExactly(pipe.first());
        assertThat(Waitable.waitForAny(ends)).containsExactly(pipe.first());
        FutureTask<List<Connection<Object>>> second = start(() -> Waitable.waitForAny(List.of(other.first())));
        other.first().close();
        assertThat(second.get()).containsExactly(other.first());
        pipe.close();
        other.close();
    }

    /** Nothing ever comes there, so it is no use to wait, nor would it be to say that it is ready; with or without a limit. */
    @Test
    void endThatOnlySendsIsRefused() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create(false);
        List<Connection<Object>> ends = List.of(pipe.first(), pipe.second());
        pipe.second().send("there");
        for (Duration limit : List.of(Duration.ZERO, Duration.ofHours(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Waitable.waitForAny(ends, limit))
                    .withMessageStartingWith("cannot wait for an object: this end of the pipe only sends; end=second pipe=");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Waitable.waitForAny(ends));
        pipe.second().close();
        assertThatIllegalArgumentException().as("closed it is no other").isThrownBy(() -> Waitable.waitForAny(ends));
        assertThat(Waitable.waitForAny(List.of(pipe.first()))).containsExactly(pipe.first());
        assertThat(pipe.first().receive()).isEqualTo("there");
        pipe.close();
    }

    @Test
    void deathOfAProcessMakesEndAndSentinelReady() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create(false);
        Connection<Object> end = pipe.second();
        ChildProcess child = new ChildProcess(() -> {
                    end.send("ready");
                    Bodies.block();
                })
                .start();
        end.close();
        assertThat(pipe.first().receive()).isEqualTo("ready");
        List<Waitable> both = List.of(pipe.first(), child.sentinel());
        assertThat(Waitable.waitForAny(both, Duration.ofMillis(10))).isEmpty();
        child.kill();
        assertThat(Waitable.waitForAny(both)).isNotEmpty();
        child.join();
        Eventually.eventually("both", () -> Waitable.waitForAny(both).size() == 2);
        pipe.close();
    }

    @Test
    void interruptEndsTheWaitAndNoWakeUpIsLost() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create();
        FutureTask<List<Connection<Object>>> waiter = new FutureTask<>(() -> Waitable.waitForAny(List.of(pipe.first())));
        Thread thread = Thread.ofPlatform().start(waiter);
        FutureTask<Object> receiver = start(pipe.first()::receive);
        thread.interrupt();
        assertThatThrownBy(waiter::get).hasCauseInstanceOf(InterruptedException.class);
        pipe.second().send("for the receiver");
        assertThat(receiver.get()).isEqualTo("for the receiver");
        pipe.close();
    }

    private static <V> FutureTask<V> start(java.util.concurrent.Callable<V> call) {
        FutureTask<V> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}

package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import offspring.testing.Eventually;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Barriers within one process. Between processes: {@link BarrierProcessTest}. */
class SharedBarrierTest {

    private final List<Object> ends = new CopyOnWriteArrayList<>();
    private final List<Thread> parties = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allPassWhenTheLastHasCome(boolean virtual) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(4);
        assertThat(barrier.parties()).isEqualTo(4);
        assertThat(barrier.waiting()).isZero();
        for (int i = 0; i < 3; i++) {
            party(virtual, barrier::await);
            awaitWaiting(barrier, i + 1);
        }
        assertThat(barrier).hasToString("SharedBarrier[waiting=3 parties=4]");
        assertThat(barrier.await()).isZero();
        assertThat(ends()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }

    @Test
    void placesSayWhoCameWhen() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        CopyOnWriteArrayList<String> places = new CopyOnWriteArrayList<>();
        party(false, () -> places.add("first " + barrier.await()));
        awaitWaiting(barrier, 1);
        party(false, () -> places.add("second " + barrier.await()));
        awaitWaiting(barrier, 2);
        assertThat(barrier.await()).isZero();
        ends();
        assertThat(places).containsExactlyInAnyOrder("first 2", "second 1");
    }

    /** More threads than parties: who is fast comes again before who is slow has gone. */
    @Test
    void roundsDoNotMix() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        SharedBarrier same = (SharedBarrier) Payload.decode(Payload.encode(barrier));
        AtomicInteger passed = new AtomicInteger();
        int rounds = 500;
        for (int i = 0; i < 6; i++) {
            SharedBarrier mine = i % 2 == 0 ? barrier : same;
            party(i == 5, () -> {
                for (int n = 0; n < rounds; n++) {
                    mine.await();
                    passed.incrementAndGet();
                }
                return "done";
            });
        }
        // Those that are left in the end are too few.
        Eventually.eventually("the rounds", () -> passed.get() >= 6 * rounds - 2 * rounds || !isOneAlive());
        while (isOneAlive()) {
            barrier.reset();
            barrier.abort();
            Thread.onSpinWait();
        }
        assertThat(passed.get() % 3).isZero();
    }

    private boolean isOneAlive() {
        return parties.stream().anyMatch(Thread::isAlive);
    }

    @Test
    void timeoutBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        party(false, barrier::await);
        awaitWaiting(barrier, 1);
        assertThatThrownBy(() -> barrier.await(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);
        assertThat(ends()).singleElement().isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier).hasToString("SharedBarrier[broken parties=3]");
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        assertThatThrownBy(() -> barrier.await(Duration.ZERO)).isInstanceOf(BrokenBarrierException.class);
        barrier.reset();
        assertThatThrownBy(() -> barrier.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        barrier.reset();
        ends.clear();
        passesWith(barrier, 3);
    }

    @Test
    void timeoutOfTheBarrierItselfIsABreak() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2, null, Duration.ofMillis(5));
        assertThatThrownBy(barrier::await)
                .isInstanceOf(BrokenBarrierException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void interruptBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        Thread first = party(false, barrier::await);
        awaitWaiting(barrier, 1);
        party(false, barrier::await);
        awaitWaiting(barrier, 2);
        first.interrupt();
        assertThat(ends()).hasSize(2).hasAtLeastOneElementOfType(InterruptedException.class)
                .hasAtLeastOneElementOfType(BrokenBarrierException.class);
        barrier.reset();
        Thread.currentThread().interrupt();
        assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void abortBreaksAndResetRepairs() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        party(false, barrier::await);
        awaitWaiting(barrier, 1);
        barrier.abort();
        assertThat(ends()).singleElement().isInstanceOf(BrokenBarrierException.class);
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        ends.clear();
        party(false, barrier::await);
        awaitWaiting(barrier, 1);
        barrier.reset();
        assertThat(ends()).singleElement().isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isFalse();
        ends.clear();
        passesWith(barrier, 3);
    }

    @Test
    void actionRunsOnceInTheLastBeforeAnybodyGoesOn() throws Exception {
        Runs.count.set(0);
        SharedBarrier barrier = SharedBarrier.create(3, () -> Runs.count.incrementAndGet(), null);
        for (int round = 1; round <= 5; round++) {
            passesWith(barrier, 3);
            assertThat(Runs.count).hasValue(round);
        }
        SharedBarrier sent = (SharedBarrier) Payload.decode(Payload.encode(barrier));
        passesWith(sent, 3);
        assertThat(Runs.count).as("it went along").hasValue(6);
    }

    @Test
    void failingActionBreaksItForTheOthers() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(
                2,
                () -> {
                    throw new IllegalStateException("expected");
                },
                null);
        party(false, barrier::await);
        awaitWaiting(barrier, 1);
        assertThatThrownBy(barrier::await).isInstanceOf(IllegalStateException.class).hasMessage("expected");
        assertThat(ends()).singleElement().isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void whoComesWhileTheActionRunsIsInTheNextRound() throws Exception {
        Runs.mayEnd = new CountDownLatch(1);
        SharedBarrier barrier = SharedBarrier.create(2, () -> Runs.mayEnd.await(), null);
        party(false, barrier::await);
        party(false, barrier::await);
        awaitWaiting(barrier, 2);
        party(false, barrier::await);
        Runs.mayEnd.countDown();
        awaitWaiting(barrier, 1);
        assertThat(barrier.await()).isZero();
        assertThat(ends()).containsExactlyInAnyOrder(0, 1, 1);
    }

    @Test
    void fewerThanOnePartyIsRefused() throws Exception {
        assertThatThrownBy(() -> SharedBarrier.create(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("parties=0");
        assertThat(SharedBarrier.create(1).await()).isZero();
    }

    @Test
    void morePartiesThanThereIsRoomForAreRefused() {
        int most = BarrierLayout.ENTRIES.capacity();
        assertThat(most).isGreaterThan(65_000);
        assertThat(SharedBarrier.create(most).parties()).isEqualTo(most);
        assertThatThrownBy(() -> SharedBarrier.create(100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("parties=100000 most=" + most);
    }

    /** What actions, which are copied when they travel, change here. */
    static final class Runs {
        static final AtomicInteger count = new AtomicInteger();
        static volatile CountDownLatch mayEnd;

        private Runs() {}
    }

    private void passesWith(SharedBarrier barrier, int count) throws Exception {
        for (int i = 1; i < count; i++) {
            party(false, barrier::await);
            awaitWaiting(barrier, i);
        }
        assertThat(barrier.await()).isZero();
        assertThat(ends()).hasSize(count - 1).hasOnlyElementsOfType(Integer.class);
        ends.clear();
    }

    private Thread party(boolean virtual, Callable<Object> body) {
        Runnable whole = () -> {
            try {
                ends.add(body.call());
            } catch (Exception end) {
                ends.add(end);
            }
        };
        Thread thread = virtual ? Thread.ofVirtual().start(whole) : Thread.ofPlatform().start(whole);
        parties.add(thread);
        return thread;
    }

    private List<Object> ends() throws InterruptedException {
        for (Thread party : parties) {
            party.join();
        }
        parties.clear();
        return ends;
    }

    static void awaitWaiting(SharedBarrier barrier, int count) {
        Eventually.eventually(count + " wait", () -> barrier.waiting() == count);
    }

    @Test
    void earlyComerWhoGivesUpBreaksNothing() throws Exception {
        SharedEvent begun = SharedEvent.create();
        SharedEvent end = SharedEvent.create();
        SharedBarrier barrier = SharedBarrier.create(
                1,
                () -> {
                    begun.set();
                    end.await();
                },
                Eventually.patience());
        FutureTask<Integer> party = new FutureTask<>(barrier::await);
        Thread.ofPlatform().daemon().start(party);
        begun.await();
        assertThatThrownBy(() -> barrier.await(Duration.ofMillis(10))).isInstanceOf(TimeoutException.class);
        end.set();
        assertThat(party.get()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }
}

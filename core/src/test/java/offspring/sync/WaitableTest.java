package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import offspring.os.Readable;
import offspring.testing.Eventually;
import org.junit.jupiter.api.Test;

class WaitableTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    /** A bell that stays rung. */
    private static final class Bell implements Waitable, Readable {
        private final Set<Runnable> wakes = ConcurrentHashMap.newKeySet();
        private volatile boolean rung;

        void ring() {
            rung = true;
            wakes.forEach(Runnable::run);
        }

        @Override
        public boolean isReady() {
            return rung;
        }

        @Override
        public Registration register(Runnable wake) {
            wakes.add(wake);
            return () -> wakes.remove(wake);
        }
    }

    /** Becomes ready between the first look and the registration, without waking anybody. */
    private static final class Hasty implements Waitable, Readable {
        private volatile boolean ready;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public Registration register(Runnable wake) {
            ready = true;
            return () -> {};
        }
    }

    @Test
    void returnsAllThatAreReadyInTheirOrderAgainAndAgain() throws InterruptedException {
        List<Bell> bells = bells(5);
        bells.get(3).ring();
        bells.get(1).ring();
        for (int i = 0; i < 3; i++) {
            assertThat(Waitable.waitForAny(bells)).containsExactly(bells.get(1), bells.get(3));
            assertThat(Waitable.waitForAny(bells, Duration.ofSeconds(-1)))
                    .containsExactly(bells.get(1), bells.get(3));
        }
    }

    @Test
    void waitsForHundredsFromEveryKindOfThread() throws Exception {
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            List<Bell> bells = bells(500);
            FutureTask<List<Bell>> wait = new FutureTask<>(() -> Waitable.waitForAny(bells));
            kind.start(wait);
            Eventually.eventually("the registrations", () -> !bells.get(499).wakes.isEmpty());
            assertThat(wait.isDone()).isFalse();
            bells.get(250).ring();
            assertThat(wait.get()).containsExactly(bells.get(250));
            assertThat(bells).allSatisfy(bell -> assertThat(bell.wakes).isEmpty());
        }
    }

    @Test
    void whatBecomesReadyBeforeItIsRegisteredIsNotMissed() throws InterruptedException {
        Hasty hasty = new Hasty();
        assertThat(Waitable.waitForAny(List.of(hasty))).containsExactly(hasty);
    }

    @Test
    void aWakeUpInVainIsNoReturn() throws Exception {
        Bell bell = new Bell();
        FutureTask<List<Bell>> wait = new FutureTask<>(() -> Waitable.waitForAny(List.of(bell), Duration.ofDays(1)));
        Thread.ofVirtual().start(wait);
        Eventually.eventually("the registration", () -> !bell.wakes.isEmpty());
        bell.wakes.forEach(Runnable::run);
        assertThat(wait.isDone()).isFalse();
        bell.ring();
        assertThat(wait.get()).containsExactly(bell);
    }

    @Test
    void withoutAnythingReadyItIsEmptyAfterTheTimeout() throws InterruptedException {
        List<Bell> bells = bells(3);
        assertThat(Waitable.waitForAny(bells, SHORT)).isEmpty();
        assertThat(Waitable.waitForAny(bells, Duration.ZERO)).isEmpty();
        assertThat(Waitable.waitForAny(List.<Bell>of(), SHORT)).isEmpty();
        assertThat(bells).allSatisfy(bell -> assertThat(bell.wakes).isEmpty());
    }

    @Test
    void nothingToWaitForNeedsATimeout() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Waitable.waitForAny(List.of()))
                .withMessageStartingWith("cannot wait: the collection is empty, so nothing could end the wait;");
    }

    @Test
    void strangersAreRefused() {
        Waitable stranger = new Waitable() {};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Waitable.waitForAny(List.of(stranger), SHORT))
                .withMessageContaining("class=" + stranger.getClass().getName());
    }

    @Test
    void anInterruptEndsTheWaitAndTheRegistrations() throws Exception {
        Bell bell = new Bell();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                Waitable.waitForAny(List.of(bell));
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
        });
        Eventually.eventually("the registration", () -> !bell.wakes.isEmpty());
        waiter.interrupt();
        interrupted.await();
        waiter.join();
        assertThat(bell.wakes).isEmpty();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Waitable.waitForAny(List.of(bell), Duration.ZERO));
    }

    private static List<Bell> bells(int count) {
        List<Bell> bells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bells.add(new Bell());
        }
        return bells;
    }
}

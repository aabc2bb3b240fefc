package offspring.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DoorbellTest {

    private static final long FOREVER = Long.MAX_VALUE;
    private static final int TURN = 2 * Doorbell.BYTES;

    private final MemorySegment segment = Arena.ofAuto().allocate(1024, 128);
    private final SharedBytes memory = SharedBytes.of(segment);
    private final Doorbell doorbell = new Doorbell(memory);

    @BeforeAll
    static void link() {
        Features.has(Feature.FUTEX);
    }

    /** Takes every odd turn in the region it is told. */
    static final class Echo {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            FamilyHeap.inherit(Path.of(arguments[0]));
            Region region = FamilyHeap.current().attach(Long.parseLong(arguments[1]), 1024);
            play(region.memory(), 1, Integer.parseInt(arguments[2]));
        }
    }

    /** Each waits at its own doorbell until it is its turn, and passes the turn on. */
    private static void play(SharedBytes memory, int side, int turns) throws InterruptedException {
        Doorbell own = new Doorbell(memory.slice(side * Doorbell.BYTES, Doorbell.BYTES));
        Doorbell other = new Doorbell(memory.slice((1 - side) * Doorbell.BYTES, Doorbell.BYTES));
        other.announce();
        for (long turn = side; turn < turns; turn += 2) {
            long mine = turn;
            assertThat(own.await(FOREVER, () -> memory.getLongAcquire(TURN) == mine)).isTrue();
            memory.setLongRelease(TURN, mine + 1);
            other.ring();
        }
    }

    @Test
    void twoProcessesTakeTurns() throws Exception {
        int turns = 20_000;
        Region region = FamilyHeap.current().allocate(1024);
        String path = FamilyHeap.current().path().toString();
        try (TestJvm echo = TestJvm.start(
                Echo.class, path, Long.toString(region.offset()), Integer.toString(turns))) {
            play(region.memory(), 0, turns);
            assertThat(echo.awaitEnd()).isZero();
            assertThat(region.memory().getLongVolatile(TURN)).isEqualTo(turns);
        }
        FamilyHeap.current().free(region);
    }

    @Test
    void nobodyAsleepIsNobodyWoken() {
        doorbell.ring();
        assertThat(segment.mismatch(Arena.ofAuto().allocate(1024))).isEqualTo(-1);
    }

    @Test
    void looksOnceWithoutTimeAndGivesUpAfterSome() throws InterruptedException {
        assertThat(doorbell.await(0, () -> true)).isTrue();
        assertThat(doorbell.await(0, () -> false)).isFalse();
        assertThat(doorbell.await(-1, () -> false)).isFalse();
        assertThat(doorbell.await(TimeUnit.MILLISECONDS.toNanos(150), () -> false)).isFalse();
    }

    @Test
    void wakesAllWhoSleepOfEveryKind() throws Exception {
        AtomicBoolean condition = new AtomicBoolean();
        List<FutureTask<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(startWaiting(i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual(), condition::get));
        }
        awaitSleeper();
        condition.set(true);
        doorbell.ring();
        for (FutureTask<Boolean> wait : waits) {
            assertThat(wait.get()).isTrue();
        }
    }

    @Test
    void aWakeUpThatDiedWithItsSenderIsMadeUpFor() throws Exception {
        AtomicBoolean condition = new AtomicBoolean();
        FutureTask<Boolean> wait = startWaiting(Thread.ofPlatform(), condition::get);
        awaitSleeper();
        condition.set(true);
        assertThat(wait.get()).isTrue();
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        FutureTask<Boolean> wait = new FutureTask<>(() -> doorbell.await(FOREVER, () -> false));
        Thread waiter = Thread.ofPlatform().start(wait);
        awaitSleeper();
        waiter.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(wait::get)
                .withCauseInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> doorbell.await(FOREVER, () -> true));
    }

    private FutureTask<Boolean> startWaiting(Thread.Builder kind, BooleanSupplier ready) {
        FutureTask<Boolean> wait = new FutureTask<>(() -> doorbell.await(FOREVER, ready));
        kind.start(wait);
        return wait;
    }

    private void awaitSleeper() {
        Eventually.eventually("the sleeper", () -> memory.getIntVolatile(DoorbellLayout.SLEEPING) == 1);
    }
}

package offspring.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
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
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DoorbellTest {

    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long TURN = 2 * Doorbell.BYTES;

    private final MemorySegment memory = Arena.ofAuto().allocate(1024, 128);
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
            play(region.segment(), 1, Integer.parseInt(arguments[2]));
        }
    }

    /** Each waits at its own doorbell until it is its turn, and passes the turn on. */
    private static void play(MemorySegment memory, int side, int turns) throws InterruptedException {
        Doorbell own = new Doorbell(memory.asSlice(side * Doorbell.BYTES));
        Doorbell other = new Doorbell(memory.asSlice((1 - side) * Doorbell.BYTES));
        other.announce();
        for (long turn = side; turn < turns; turn += 2) {
            long mine = turn;
            assertThat(own.await(FOREVER, () -> (long) LONG.getAcquire(memory, TURN) == mine)).isTrue();
            LONG.setRelease(memory, TURN, mine + 1);
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
            play(region.segment(), 0, turns);
            assertThat(echo.awaitEnd()).isZero();
            assertThat((long) LONG.getVolatile(region.segment(), TURN)).isEqualTo(turns);
        }
        FamilyHeap.current().free(region);
    }

    @Test
    void nobodyAsleepIsNobodyWoken() {
        doorbell.ring();
        assertThat(memory.mismatch(Arena.ofAuto().allocate(1024))).isEqualTo(-1);
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
        VarHandle word = JAVA_INT.varHandle();
        Eventually.eventually("the sleeper", () -> (int) word.getVolatile(memory, DoorbellLayout.SLEEPING) == 1);
    }
}

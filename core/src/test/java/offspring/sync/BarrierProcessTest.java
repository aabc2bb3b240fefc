package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Barriers between processes, some of which are killed. */
@ExtendWith(LeakCheck.class)
class BarrierProcessTest {

    @TempDir
    Path directory;

    @Test
    void processesGoInStep() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        SharedSemaphore done = SharedSemaphore.createUnowned(0);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(new ChildProcess(() -> {
                        for (int round = 0; round < 200; round++) {
                            barrier.await();
                            done.release();
                            barrier.await();
                        }
                    })
                    .start());
        }
        for (int round = 0; round < 200; round++) {
            assertThat(done.availablePermits()).isEqualTo(2 * round);
            barrier.await();
            barrier.await();
            assertThat(done.availablePermits()).isEqualTo(2 * round + 2);
        }
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void partyThatDiesWaitingBreaksItForThoseWhoWait() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(4);
        Notebook notes = Notebook.in(directory);
        ChildProcess victim = waiting(barrier, notes);
        SharedBarrierTest.awaitWaiting(barrier, 1);
        ChildProcess other = waiting(barrier, notes);
        SharedBarrierTest.awaitWaiting(barrier, 2);
        victim.kill();
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        other.join();
        assertThat(notes.lines()).containsExactly("broken");
        assertThat(barrier.isBroken()).isTrue();
        barrier.reset();
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }

    @Test
    void partyThatDiedWaitingIsMissedByTheLast() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        ChildProcess victim = waiting(barrier, Notebook.in(directory));
        SharedBarrierTest.awaitWaiting(barrier, 1);
        victim.kill();
        victim.join();
        assertThat(barrier.isBroken()).as("nobody has looked").isFalse();
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void deathInTheActionBreaksIt() throws Exception {
        Notebook notes = Notebook.in(directory);
        SharedBarrier barrier = SharedBarrier.create(3, () -> Bodies.block(notes), null);
        Notebook ends = Notebook.in(directory);
        ChildProcess other = waiting(barrier, ends);
        SharedBarrierTest.awaitWaiting(barrier, 1);
        Thread here = Thread.ofPlatform().start(() -> await(barrier, ends));
        SharedBarrierTest.awaitWaiting(barrier, 2);
        ChildProcess runner = waiting(barrier, ends);
        assertThat(notes.awaitNumber("ready ")).isEqualTo(runner.pid());
        runner.kill();
        here.join();
        other.join();
        assertThat(ends.lines()).containsExactly("broken", "broken");
    }

    @Test
    void killedPartyThatHasPassedIsNotMissed() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(2);
        for (int i = 0; i < 5; i++) {
            ChildProcess child = new ChildProcess(() -> {
                        barrier.await();
                        Runtime.getRuntime().halt(9);
                    })
                    .start();
            barrier.await();
            child.join();
            assertThat(child.exitCode()).hasValue(9);
        }
        assertThat(barrier.isBroken()).isFalse();
        assertThat(barrier.waiting()).isZero();
    }

    /** All who are left get through, or are told. */
    @Test
    void randomKillsWedgeNobody() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(3);
        SharedSemaphore passed = SharedSemaphore.createUnowned(0);
        Random random = new Random(20_251_124);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(rounds(barrier, passed));
        }
        for (int kills = 0; kills < 16; kills++) {
            assertThat(passed.tryAcquire(30 + random.nextInt(300), Eventually.patience().multipliedBy(3)))
                    .as("progress after %s kills of %s", kills, barrier)
                    .isTrue();
            ChildProcess victim = children.remove(random.nextInt(3));
            victim.kill();
            children.add(rounds(barrier, passed));
            victim.join();
            passed.drainPermits();
        }
        for (ChildProcess child : children) {
            child.kill();
            child.join();
        }
    }

    private static ChildProcess rounds(SharedBarrier barrier, SharedSemaphore passed) {
        return new ChildProcess(() -> {
                    while (true) {
                        try {
                            barrier.await(Duration.ofSeconds(1));
                            passed.release();
                        } catch (BrokenBarrierException | TimeoutException broken) {
                            barrier.reset();
                        }
                    }
                })
                .start();
    }

    private static ChildProcess waiting(SharedBarrier barrier, Notebook notes) {
        return new ChildProcess(() -> await(barrier, notes)).start();
    }

    private static void await(SharedBarrier barrier, Notebook notes) {
        try {
            notes.say("passed " + barrier.await());
        } catch (BrokenBarrierException broken) {
            notes.say("broken");
        } catch (InterruptedException wrong) {
            notes.say("interrupted");
        }
    }
}

package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import offspring.lock.Holder;
import offspring.lock.LockWordLayout;
import offspring.os.Features;
import offspring.os.Owner;
import offspring.os.ProcStat;
import offspring.process.ChildProcess;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The locks between processes, some of which are killed. */
@ExtendWith(LeakCheck.class)
class LockProcessTest {

    private static final int WORDS_BYTES = 64;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void processesExcludeEachOther(SharedLockTest.Type type) throws Exception {
        RobustLock lock = type.create();
        Region region = FamilyHeap.current().allocate(WORDS_BYTES);
        long offset = region.offset();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(new ChildProcess(() -> {
                        SharedBytes words = wordsAt(offset);
                        for (int n = 0; n < 3_000; n++) {
                            lock.withLock(() -> words.putLong(0, words.getLong(0) + 1));
                        }
                    })
                    .start());
        }
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(region.memory().getLongVolatile(0)).isEqualTo(9_000);
        FamilyHeap.current().free(region);
    }

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void lockOfAKilledHolderIsTakenOverAndItsTakerIsTold(SharedLockTest.Type type) throws Exception {
        RobustLock lock = type.create();
        ChildProcess holder = holding(lock);
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.toString()).contains("held by pid " + holder.pid() + " thread ");
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryLock(Duration.ofMillis(1))).isFalse();
        assertThat(lock.holderDied()).isFalse();
        holder.kill();
        lock.lock();
        assertThat(lock.holderDied()).isTrue();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThat(lock.holderDied()).as("for whom does not hold it").isFalse();
        lock.lock();
        assertThat(lock.holderDied()).as("left by a taker who did not say that all is sound").isTrue();
        lock.markConsistent();
        assertThat(lock.holderDied()).isFalse();
        assertThat(lock.isLocked()).isTrue();
        lock.unlock();
        lock.lock();
        assertThat(lock.holderDied()).isFalse();
        lock.unlock();
    }

    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void oneTryTakesADeadOnesLockToo(SharedLockTest.Type type) throws Exception {
        RobustLock lock = type.create();
        ChildProcess holder = holding(lock);
        holder.kill();
        holder.join();
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.toString()).endsWith("held by pid " + holder.pid() + ", which has died]");
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.holderDied()).isTrue();
        lock.unlock();
    }

    @Test
    void takerOfALockThatWasHeldTwiceHoldsItOnce() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        Notebook notes = Notebook.in(directory);
        ChildProcess holder = new ChildProcess(() -> {
                    lock.lock();
                    lock.lock();
                    lock.lock();
                    Bodies.block(notes);
                })
                .start();
        notes.awaitNumber("ready ");
        holder.kill();
        lock.lock();
        assertThat(lock.getHoldCount()).isEqualTo(1);
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void endWithoutUnlockIsADeathToo() throws Exception {
        SharedLock lock = SharedLock.create();
        ChildProcess child = new ChildProcess(lock::lock).start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        lock.lock();
        assertThat(lock.holderDied()).isTrue();
    }

    @Test
    void stoppedHolderIsNotDead() throws Exception {
        SharedLock lock = SharedLock.create();
        ChildProcess holder = holding(lock);
        signal("STOP", holder.pid());
        Eventually.eventually("the stop", () -> ProcStat.of(holder.pid()).orElseThrow().isStopped());
        assertThat(lock.tryLock(Duration.ofMillis(250))).isFalse();
        assertThat(lock.tryLock()).isFalse();
        signal("CONT", holder.pid());
        holder.kill();
        holder.join();
    }

    /** The word names a process by its start time too: with our pid and another start it is a dead one's. */
    @Test
    void laterProcessWithTheSamePidIsNotTakenForTheHolder() {
        long sameId = Holder.SELF ^ 1L << Integer.SIZE;
        assertThat(Holder.pid(sameId)).isEqualTo(Owner.self().pid());
        assertThat(Holder.isDead(sameId)).isTrue();
        assertThat(Holder.isDead(Holder.SELF | LockWordLayout.SLEEPERS)).isFalse();
        SharedLock lock = SharedLock.create();
        lock.cell().compareAndSetLong(LockWordLayout.WORD, 0, sameId);
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.holderDied()).isTrue();
    }

    /** Threads of different processes have the same numbers; the dead one's stays in the word until the taker writes its own. */
    @Test
    void threadOfTheDeadHolderIsNotTakenForOneOfTheTaker() {
        SharedReentrantLock lock = SharedReentrantLock.create();
        lock.cell().setLongRelease(LockWordLayout.THREAD, Thread.currentThread().threadId());
        lock.cell().compareAndSetLong(LockWordLayout.WORD, 0, Holder.SELF | LockWordLayout.TAKING);
        assertThat(lock.isHeldByCurrentThread()).isFalse();
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.toString()).doesNotContain("thread");
        lock.word().clear(LockWordLayout.TAKING);
        assertThat(lock.isHeldByCurrentThread()).isTrue();
    }

    @Test
    void killedWaiterHoldsUpNobody() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "waiter" + i;
            waiters.add(new ChildProcess(() -> {
                        notes.say(name);
                        lock.withLock(() -> notes.say("had it"));
                    })
                    .start());
            notes.await(name);
        }
        Eventually.eventually("a sleeper", () -> (lock.word().get() & LockWordLayout.SLEEPERS) != 0);
        waiters.get(0).kill();
        waiters.get(0).join();
        lock.unlock();
        for (ChildProcess waiter : waiters) {
            waiter.join();
        }
        assertThat(notes.lines().stream().filter("had it"::equals)).hasSize(2);
    }

    /**
     * Holders change two words, which are equal whenever nobody is inside. A death inside may leave them apart, of which
     * the next holder must have been told.
     */
    @ParameterizedTest
    @EnumSource(SharedLockTest.Type.class)
    void randomKillsNeitherWedgeTheLockNorBreakTheExclusion(SharedLockTest.Type type) throws Exception {
        RobustLock lock = type.create();
        Region region = FamilyHeap.current().allocate(WORDS_BYTES);
        long offset = region.offset();
        Notebook wrong = Notebook.in(directory);
        SharedBytes words = region.memory();
        Random random = new Random(20_251_121);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(hammer(lock, offset, wrong));
        }
        int enough = System.getProperty(Features.REFUSE) == null ? 24 : 4;
        for (int kills = 0; kills < enough; kills++) {
            long rounds = words.getLongVolatile(0) + 500 + random.nextInt(5_000);
            Eventually.eventually("progress after " + kills + " kills of " + lock,
                    () -> words.getLongVolatile(0) >= rounds || !wrong.lines().isEmpty());
            ChildProcess victim = children.remove(random.nextInt(children.size()));
            victim.kill();
            children.add(hammer(lock, offset, wrong));
            victim.join();
        }
        for (ChildProcess child : children) {
            child.kill();
            child.join();
        }
        lock.lock();
        assertThat(words.getLongVolatile(0) == words.getLongVolatile(8) || lock.holderDied()).isTrue();
        lock.unlock();
        assertThat(wrong.lines()).isEmpty();
        FamilyHeap.current().free(region);
    }

    private static ChildProcess hammer(RobustLock lock, long offset, Notebook wrong) {
        return new ChildProcess(() -> {
                    SharedBytes words = wordsAt(offset);
                    while (true) {
                        lock.lock();
                        change(words, lock, wrong);
                        lock.unlock();
                    }
                })
                .start();
    }

    private static void change(SharedBytes words, RobustLock lock, Notebook wrong) {
        long first = words.getLongVolatile(0);
        if (first != words.getLongVolatile(8)) {
            if (!lock.holderDied()) {
                wrong.say("apart, and nobody was told; " + first + " " + words.getLongVolatile(8));
            }
            words.setLongVolatile(8, first);
        }
        if (lock.holderDied()) {
            lock.markConsistent();
        }
        words.setLongVolatile(0, first + 1);
        for (int i = 0; i < 50; i++) {
            if (words.getLongVolatile(0) != first + 1 || words.getLongVolatile(8) != first) {
                wrong.say("two inside");
            }
        }
        words.setLongVolatile(8, first + 1);
    }

    private ChildProcess holding(RobustLock lock) {
        Notebook notes = Notebook.in(directory);
        ChildProcess holder = new ChildProcess(() -> {
                    lock.lock();
                    Bodies.block(notes);
                })
                .start();
        notes.awaitNumber("ready ");
        return holder;
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }

    private static SharedBytes wordsAt(long offset) throws IOException {
        return FamilyHeap.current().attach(offset, WORDS_BYTES).memory();
    }
}

package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.lock.Holder;
import offspring.lock.LockWordLayout;
import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of one process behind one lock: one waits for the word, the others for the one. */
@ExtendWith(LeakCheck.class)
class LockQueueTest {

    @TempDir
    Path directory;

    /** What a thread behind the lock came to: whether it got it. */
    private record Waiter(Thread thread, FutureTask<Boolean> taken) {

        static Waiter start(boolean virtual, SharedLock lock, long nanos) {
            FutureTask<Boolean> taken = new FutureTask<>(() -> {
                boolean got = lock.tryLock(nanos, TimeUnit.NANOSECONDS);
                if (got) {
                    lock.unlock();
                }
                return got;
            });
            Thread.Builder kind = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
            return new Waiter(kind.start(taken), taken);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoComesNextLooksWhenTheFirstIsInterrupted(boolean virtual) throws Exception {
        SharedLock lock = SharedLock.create();
        for (int i = 0; i < 20; i++) {
            lock.lock();
            Waiter first = Waiter.start(virtual, lock, Long.MAX_VALUE);
            awaitSleeper(lock);
            Waiter second = Waiter.start(virtual, lock, Long.MAX_VALUE);
            awaitQueued(lock, second);
            if (i % 2 == 0) {
                lock.unlock();
                first.thread().interrupt();
            } else {
                first.thread().interrupt();
                lock.unlock();
            }
            assertThat(second.taken().get()).isTrue();
            awaitTakenOrInterrupted(first);
            assertThat(lock.isLocked()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptAndTimeEndTheWaitBehindAnother(boolean virtual) throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        Waiter first = Waiter.start(virtual, lock, Long.MAX_VALUE);
        awaitSleeper(lock);
        Waiter timed = Waiter.start(virtual, lock, TimeUnit.MILLISECONDS.toNanos(5));
        Waiter interrupted = Waiter.start(virtual, lock, Long.MAX_VALUE);
        assertThat(timed.taken().get()).isFalse();
        awaitQueued(lock, interrupted);
        interrupted.thread().interrupt();
        assertThatThrownBy(() -> interrupted.taken().get()).hasCauseInstanceOf(InterruptedException.class);
        assertThat(first.taken()).isNotDone();
        lock.unlock();
        assertThat(first.taken().get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoseTimeIsOverBehindAnotherStillTakesADeadOnesLock(boolean virtual) throws Exception {
        boolean taken = false;
        for (int seconds : new int[] {1, 5, 20}) { // it may be over before the holder is dead
            taken = taken || isTakenWhenTimeIsOver(virtual, seconds);
        }
        assertThat(taken).isTrue();
    }

    private boolean isTakenWhenTimeIsOver(boolean virtual, int seconds) throws Exception {
        SharedLock lock = SharedLock.create();
        ChildProcess holder = holding(lock);
        lock.word().queue().turnstile().lock();
        try {
            Waiter timed = Waiter.start(virtual, lock, TimeUnit.SECONDS.toNanos(seconds));
            Eventually.eventually("it waits", () -> timed.taken().isDone() || isQueued(lock, timed));
            holder.kill();
            holder.join();
            return timed.taken().get();
        } finally {
            lock.word().queue().turnstile().unlock();
        }
    }

    @Test
    void severalObjectsOfOneLockWakeOneAnother() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            waiters.add(Waiter.start(i % 2 == 0, anotherObjectOf(lock), Long.MAX_VALUE));
        }
        awaitSleeper(lock);
        lock.unlock();
        for (Waiter waiter : waiters) {
            assertThat(waiter.taken().get()).isTrue();
        }
        assertThat(lock.isLocked()).isFalse();
    }

    /** Threads of all kinds and of another process come and go, by time and by interrupt too, and all come to an end. */
    @Test
    void nobodyIsForgotten() throws Exception {
        SharedLock lock = SharedLock.create();
        Notebook notes = Notebook.in(directory);
        ChildProcess child = new ChildProcess(() -> {
                    comeAndGo(lock, 1);
                    notes.say("done");
                })
                .start();
        comeAndGo(lock, 2);
        child.join();
        assertThat(notes.lines()).containsExactly("done");
        assertThat(lock.isLocked()).isFalse();
    }

    private static void comeAndGo(SharedLock lock, int seed) throws Exception {
        List<Waiter> waiters = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            boolean timed = random.nextInt(3) == 0;
            waiters.add(Waiter.start(random.nextBoolean(), lock, timed ? random.nextInt(2_000_000) : Long.MAX_VALUE));
            if (random.nextInt(4) == 0) {
                waiters.get(random.nextInt(waiters.size())).thread().interrupt();
            }
            if (i % 10 == 0) {
                lock.lock();
                Thread.yield();
                lock.unlock();
            }
        }
        for (Waiter waiter : waiters) {
            awaitTakenOrInterrupted(waiter);
        }
    }

    /** What is heard of an earlier holder does nothing to the next one. */
    @Test
    void markOfAnEndBelongsToTheHolder() throws Exception {
        SharedLock lock = SharedLock.create();
        ChildProcess holder = holding(lock);
        holder.kill();
        holder.join();
        long word = lock.word().get();
        lock.word().queue().announceEnd(Holder.of(word));
        assertThat(lock.word().get()).isEqualTo(word | LockWordLayout.ENDED);
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.word().get() & LockWordLayout.ENDED).isZero();
        lock.word().queue().announceEnd(Holder.of(word));
        assertThat(lock.word().get() & LockWordLayout.ENDED).isZero();
        lock.unlock();
    }

    /** Who lives is not robbed, whatever was heard. */
    @Test
    void markOfAnEndIsNotBelievedWithoutLooking() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        lock.word().queue().announceEnd(Holder.SELF);
        assertThat(lock.tryLock(Duration.ofMillis(10))).isFalse();
        Waiter waiter = Waiter.start(true, lock, Long.MAX_VALUE);
        awaitSleeper(lock);
        assertThat(waiter.taken()).isNotDone();
        lock.unlock();
        assertThat(waiter.taken().get()).isTrue();
    }

    private ChildProcess holding(SharedLock lock) {
        Notebook notes = Notebook.in(directory);
        ChildProcess holder = new ChildProcess(() -> {
                    lock.lock();
                    Bodies.block(notes);
                })
                .start();
        notes.awaitNumber("ready ");
        return holder;
    }

    private static SharedLock anotherObjectOf(SharedLock lock) throws Exception {
        return (SharedLock) Payload.decode(Payload.encode(lock));
    }

    private static void awaitSleeper(SharedLock lock) {
        Eventually.eventually("a sleeper", () -> (lock.word().get() & LockWordLayout.SLEEPERS) != 0);
    }

    private static void awaitQueued(SharedLock lock, Waiter waiter) {
        Eventually.eventually("a queue", () -> isQueued(lock, waiter));
    }

    private static boolean isQueued(SharedLock lock, Waiter waiter) {
        return lock.word().queue().turnstile().hasQueuedThread(waiter.thread());
    }

    private static void awaitTakenOrInterrupted(Waiter waiter) throws InterruptedException {
        try {
            waiter.taken().get();
        } catch (ExecutionException failed) {
            assertThat(failed).hasCauseInstanceOf(InterruptedException.class);
        }
    }
}

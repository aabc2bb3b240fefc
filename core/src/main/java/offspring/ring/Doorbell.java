package offspring.ring;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import offspring.os.Features;
import offspring.os.Futex;
import offspring.region.SharedBytes;

/**
 * Wakes who waits for something in shared memory, in this process or another.
 *
 * <p>Shape: {@value DoorbellLayout#BYTES} bytes, see {@link DoorbellLayout}; zeros are a doorbell at rest. Any number of
 * threads and processes may ring; it is made for one that waits, but several are safe: all are woken.
 *
 * <p>Blocking: {@link #await} looks, spins for some microseconds, then sleeps; interruptible, from virtual threads too.
 * A wake-up that died with its sender is made up for after 100 ms.
 *
 * <p>Order: what was done before {@code ring} is seen by the condition that ends {@code await}.
 *
 * <p>Cost: ringing is a fence and a load while nobody sleeps, a system call otherwise.
 *
 * <p>Race: the waiter looks and finds nothing; the ringer publishes, sees no sleeper and does not wake; the waiter sleeps.
 * It cannot be: the waiter sets the flag, then looks once more; the ringer publishes, then looks at the flag; with a full
 * fence between the two on both sides, at least one of them sees the other.
 */
public final class Doorbell {

    /** How much memory it takes. */
    public static final int BYTES = DoorbellLayout.BYTES;

    /** How long one sleeps before one looks for oneself. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The same while somebody who rings cannot wake. */
    private static final long COARSE_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** How long an announcement holds: longer than linking takes, short if its process was killed meanwhile. */
    private static final long ANNOUNCED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SharedBytes memory;
    private final Spinning spinning = new Spinning();
    /** A wake-up waits for the linker of this process. */
    private final AtomicBoolean owesWake = new AtomicBoolean();

    /** A doorbell in shared memory of {@link #BYTES} bytes, aligned to 8; the same for who made it and who joins. */
    public Doorbell(SharedBytes memory) {
        this.memory = memory.slice(0, DoorbellLayout.BYTES);
    }

    /**
     * Tells those who wait that this process will ring, but cannot wake yet: they look every millisecond for a while. To
     * be called before work is taken on whose end is to be rung. Does nothing in a process that can wake.
     */
    public void announce() {
        if (!Futex.wakesAreImmediate()) {
            lookOftenUntil(Features.canWarmUp() ? System.nanoTime() + ANNOUNCED_NANOS : Long.MAX_VALUE);
        }
    }

    /** The same for a process that is about to be started: it cannot tell before it has booted, and we may sleep by then. */
    public void announceNewcomer() {
        lookOftenUntil(System.nanoTime() + ANNOUNCED_NANOS);
    }

    private void lookOftenUntil(long until) {
        long known = memory.getLongVolatile(DoorbellLayout.COARSE_UNTIL);
        while (known < until && !memory.compareAndSetLong(DoorbellLayout.COARSE_UNTIL, known, until)) {
            known = memory.getLongVolatile(DoorbellLayout.COARSE_UNTIL);
        }
    }

    /** Wakes who sleeps, if anybody does. To be called after what he waits for was stored. */
    public void ring() {
        VarHandle.fullFence();
        if (memory.getIntOpaque(DoorbellLayout.SLEEPING) != 0
                && memory.compareAndSetInt(DoorbellLayout.SLEEPING, 1, 0)) {
            memory.getAndAddInt(DoorbellLayout.BELL, 1);
            wake();
        }
    }

    /**
     * Spares those who ring the system call although somebody sleeps: the caller looks in his place until it calls
     * {@link #unmute}.
     */
    public void mute() {
        memory.setIntVolatile(DoorbellLayout.SLEEPING, 0);
    }

    /** Has those who ring wake again. The caller looks once more after this, for what came meanwhile. */
    public void unmute() {
        memory.setIntVolatile(DoorbellLayout.SLEEPING, 1);
        VarHandle.fullFence();
    }

    /**
     * Waits until the condition holds.
     *
     * @param nanos how long at most; 0 or less looks once, {@link Long#MAX_VALUE} waits for ever
     * @param ready looks, by volatile or acquiring loads; true ends the wait. Called often, by this thread
     * @return whether the condition held
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public boolean await(long nanos, BooleanSupplier ready) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return ready.getAsBoolean() || nanos > 0 && spinOrSleep(nanos, ready);
    }

    private boolean spinOrSleep(long nanos, BooleanSupplier ready) throws InterruptedException {
        long start = System.nanoTime();
        if (spinning.until(ready, nanos)) {
            return true;
        }
        boolean held = sleep(start, nanos, ready);
        if (held) {
            spinning.slept(System.nanoTime() - start);
        }
        return held;
    }

    private boolean sleep(long start, long nanos, BooleanSupplier ready) throws InterruptedException {
        while (true) {
            int bell = memory.getIntVolatile(DoorbellLayout.BELL);
            memory.setIntVolatile(DoorbellLayout.SLEEPING, 1);
            VarHandle.fullFence();
            if (ready.getAsBoolean()) {
                return true;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            Futex.await(memory.buffer(), DoorbellLayout.BELL, bell, Math.min(left, slice()));
        }
    }

    private long slice() {
        boolean coarse = System.nanoTime() < memory.getLongVolatile(DoorbellLayout.COARSE_UNTIL);
        return coarse ? COARSE_SLICE_NANOS : SLICE_NANOS;
    }

    private void wake() {
        if (Futex.wakesAreImmediate()) {
            Futex.wake(memory.buffer(), DoorbellLayout.BELL, Integer.MAX_VALUE);
            return;
        }
        announce();
        Features.warmUpSoon();
        if (owesWake.compareAndSet(false, true)) {
            Features.whenWarm(this::wakeLate);
        }
    }

    private void wakeLate() {
        owesWake.set(false);
        Futex.wake(memory.buffer(), DoorbellLayout.BELL, Integer.MAX_VALUE);
    }
}

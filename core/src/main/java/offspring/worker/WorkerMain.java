package offspring.worker;

import java.io.IOException;
import offspring.Action;
import offspring.region.FamilyHeap;
import offspring.region.SharedBytes;
import offspring.ring.Doorbell;
import offspring.ring.RingBuffer;
import offspring.wire.Payload;
import offspring.wire.Shipment;

/**
 * What a pool's child runs: the initializer once, then tasks until told to stop.
 *
 * <p>The thread that runs this gets the parent's interrupts; tasks run on another one, with a deep
 * stack, so that big object graphs can be read.
 *
 * @param name what the worker is called
 * @param region where its region begins in the family's heap
 * @param taskRingCapacity how many bytes of records the task ring holds
 * @param outcomeRingCapacity how many bytes of records the outcome ring holds
 * @param poolBell where the pool's doorbell region begins
 * @param initializer what to do before the first task, encoded; may be null
 */
public record WorkerMain(
        String name, long region, int taskRingCapacity, int outcomeRingCapacity, long poolBell, byte[] initializer) {

    private static final long STACK_BYTES = 16L << 20;

    /** How many bytes the region has. */
    public static long regionBytes(int taskRingCapacity, int outcomeRingCapacity) {
        return WorkerControlLayout.bytesFor(
                RingBuffer.bytesFor(taskRingCapacity), RingBuffer.bytesFor(outcomeRingCapacity));
    }

    /**
     * This as code for a child. A lambda, since a fresh JVM takes 60 ms to call a record's constructor by reflection, and
     * has the lambdas of our own classes in its AOT cache.
     */
    public Action action() {
        String workerName = name;
        long at = region;
        int tasks = taskRingCapacity;
        int outcomes = outcomeRingCapacity;
        long bell = poolBell;
        byte[] first = initializer;
        return () -> new WorkerMain(workerName, at, tasks, outcomes, bell, first).work();
    }

    private void work() throws IOException, InterruptedException {
        FamilyHeap heap = FamilyHeap.current();
        SharedBytes control = heap.attach(region, regionBytes(taskRingCapacity, outcomeRingCapacity))
                .memory();
        SharedBytes bell = heap.attach(poolBell, Doorbell.BYTES).memory();
        WorkerControlLayout.check(control);
        run(control, new Doorbell(bell));
    }

    void run(SharedBytes control, Doorbell parent) throws InterruptedException {
        int taskRingBytes = RingBuffer.bytesFor(taskRingCapacity);
        RingBuffer tasks = RingBuffer.attach(WorkerControlLayout.taskRing(control, taskRingBytes));
        RingBuffer outcomes = RingBuffer.attach(WorkerControlLayout.outcomeRing(control, taskRingBytes));
        parent.announce();
        OutcomeWriter writer = new OutcomeWriter(outcomes.writer(), parent);
        Interrupts interrupts = new Interrupts(control);
        Doorbell bell = WorkerControlLayout.bell(control);
        WorkerLoop loop = new WorkerLoop(control, tasks.reader(), bell, writer, interrupts);
        passInterruptsTo(new Thread(null, () -> runTasks(writer, loop, control), name, STACK_BYTES), interrupts);
    }

    private static void passInterruptsTo(Thread tasks, Interrupts interrupts) throws InterruptedException {
        interrupts.runsOn(tasks);
        tasks.start();
        while (tasks.isAlive() && !interrupts.abandoned()) {
            try {
                tasks.join();
            } catch (InterruptedException meantForTask) {
                interrupts.deliver();
            }
        }
    }

    private void runTasks(OutcomeWriter writer, WorkerLoop loop, SharedBytes control) {
        try {
            if (initialized(writer)) {
                loop.run();
            }
        } catch (RuntimeException failure) {
            if (!WorkerControlLayout.isFreed(control)) {
                throw failure;
            }
            // A worker in the parent's own JVM that was given up, and has no memory to work with any more.
        }
    }

    private boolean initialized(OutcomeWriter writer) {
        try {
            if (initializer != null) {
                ((Action) Payload.decode(initializer, 0, initializer.length)).execute();
            }
        } catch (Throwable failure) {
            writer.initializerFailed(Shipment.ofFailure(failure));
            return false;
        }
        writer.ready();
        return true;
    }
}

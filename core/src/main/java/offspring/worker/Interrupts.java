package offspring.worker;

import java.util.concurrent.locks.LockSupport;
import offspring.region.SharedBytes;

/**
 * Passes the parent's interrupts on to the very task they are meant for.
 *
 * <p>The child's main thread, which gets them, is not the one that runs tasks. It looks which assignment
 * runs and whether its ticket says that an interrupt is on its way; only then it interrupts the task's
 * thread, and takes the mark off the ticket. The task's thread does not leave an assignment whose ticket
 * bears the mark. So no interrupt ever hits the next task.
 */
final class Interrupts {

    private final SharedBytes control;

    /** The assignment that runs, guarded by this. */
    private int running;

    private boolean isRunning;
    private Thread taskThread;
    private volatile boolean abandoned;

    Interrupts(SharedBytes control) {
        this.control = control;
    }

    /** Whether this worker was given up while it runs in the parent's own JVM. */
    boolean abandoned() {
        return abandoned;
    }

    synchronized void runsOn(Thread thread) {
        taskThread = thread;
    }

    synchronized void begin(int assignment) {
        running = assignment;
        isRunning = true;
    }

    synchronized void end() {
        isRunning = false;
    }

    /** Waits until the interrupt for this assignment has been passed on. */
    void awaitDelivery(int assignment) {
        while (Ticket.isInterrupted(WorkerControlLayout.ticket(control, assignment))) {
            LockSupport.park(this);
            Thread.interrupted();
        }
        Thread.interrupted();
    }

    /** Called by the thread that the parent can interrupt, when it was. */
    synchronized void deliver() {
        if (WorkerControlLayout.isAbandoned(control)) {
            abandoned = true;
            taskThread.interrupt();
        } else if (isRunning && unmark(running)) {
            taskThread.interrupt();
            LockSupport.unpark(taskThread);
        }
    }

    private boolean unmark(int assignment) {
        long word;
        do {
            word = WorkerControlLayout.ticket(control, assignment);
            if (!Ticket.isInterrupted(word)) {
                return false;
            }
        } while (!WorkerControlLayout.replaceTicket(control, assignment, word, Ticket.withoutInterrupt(word)));
        return true;
    }
}

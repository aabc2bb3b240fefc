package offspring.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import offspring.launch.Child;
import offspring.worker.Ticket;

/** What the pool knows of one worker. Guarded by the pool's lock. */
final class Worker {

    /** How far it is in its life. */
    enum State {
        /** Its JVM boots or runs the initializer; it may have been sent tasks. */
        STARTING,
        /** It takes tasks. */
        READY,
        /** It was told to end. */
        STOPPING,
        /** It has ended, and all it said has been read. */
        GONE
    }

    private final int number;
    private final String name;
    private final WorkerPort port;
    private final Deque<Assignment> assigned = new ArrayDeque<>();
    private final Set<Long> knownFunctions = new HashSet<>();
    private final Prefetch prefetch = new Prefetch();

    private State state = State.STARTING;
    private Child handle;
    private String label;
    private boolean owesInterrupt;
    private boolean condemned;
    private boolean givenUp;
    private byte[] initializerFailure;
    private int lastAssignment;
    private int callsLeft;
    private long tasksDone;

    Worker(int number, String name, WorkerPort port, int maxCalls) {
        this.number = number;
        this.name = name;
        this.label = name;
        this.port = port;
        this.callsLeft = maxCalls;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    WorkerPort port() {
        return port;
    }

    Deque<Assignment> assigned() {
        return assigned;
    }

    Prefetch prefetch() {
        return prefetch;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** Its process, once it has been started. */
    Child handle() {
        return handle;
    }

    void handle(Child started) {
        handle = started;
        label = name + " (pid " + started.pid() + ")";
        if (owesInterrupt) {
            started.interrupt();
        }
    }

    /** Whether it has not got as far as any code of the user's, an initializer included. */
    boolean isBooting() {
        return state == State.STARTING && (handle == null || !handle.hasBooted());
    }

    /** Whether it is to be killed, now or as soon as it has been started. */
    boolean isCondemned() {
        return condemned;
    }

    /** Asks it to end, whatever it does. */
    void terminate() {
        condemned = true;
        port.abandon();
        if (handle != null) {
            handle.terminate();
        }
    }

    /** Ends it at once. */
    void kill() {
        condemned = true;
        port.abandon();
        if (handle != null) {
            handle.kill();
        }
    }

    byte[] initializerFailure() {
        return initializerFailure;
    }

    void initializerFailure(byte[] failure) {
        initializerFailure = failure;
    }

    /** How many more calls it may be sent before it is replaced. */
    int callsLeft() {
        return callsLeft;
    }

    long tasksDone() {
        return tasksDone;
    }

    void done(int count) {
        tasksDone += count;
    }

    /** How outcomes name where they come from. */
    String label() {
        return label;
    }

    /** Whether it may be sent more, if it has room. */
    boolean takesTasks() {
        return (state == State.READY || state == State.STARTING) && callsLeft > 0 && !condemned;
    }

    /** Sends it items; false if its ring is full. */
    boolean assign(Range range) {
        Chunk chunk = range.chunk();
        Assignment assignment = new Assignment(chunk, lastAssignment + 1, range.from(), range.to());
        long function = chunk.call().id();
        boolean withFunction = function == 0 || !knownFunctions.contains(function);
        if (!port.send(assignment, withFunction)) {
            return false;
        }
        if (withFunction && function != 0) {
            knownFunctions.add(function);
        }
        lastAssignment++;
        callsLeft -= callsLeft == Integer.MAX_VALUE ? 0 : range.count();
        assigned.addLast(assignment);
        return true;
    }

    /** Drops a function it may have; if there is no room to tell it, it keeps it. */
    void forget(long functionId) {
        if (knownFunctions.contains(functionId) && port.forget(functionId)) {
            knownFunctions.remove(functionId);
        }
    }

    /** Takes back what it has not begun of an assignment. */
    Range takeBack(Assignment assignment) {
        while (true) {
            long word = port.ticket(assignment);
            int begun = Ticket.isTagged(word, assignment.number()) ? Ticket.begun(word) : assignment.limit();
            if (begun >= assignment.limit() || Ticket.isEnded(word)) {
                return assignment.rest(assignment.limit());
            }
            if (port.replaceTicket(assignment, word, Ticket.withLimit(word, begun))) {
                Range rest = assignment.rest(begun);
                assignment.lowerLimit(begun);
                callsLeft += callsLeft == Integer.MAX_VALUE ? 0 : rest.count();
                return rest;
            }
        }
    }

    /** Takes back everything behind the assignment it is at. */
    List<Range> takeBackWaiting() {
        List<Range> taken = new ArrayList<>();
        boolean first = state != State.STARTING;
        for (Assignment assignment : assigned) {
            if (!first && assignment.itemsLeft() > 0) {
                taken.add(takeBack(assignment));
            }
            first = false;
        }
        return taken;
    }

    /** Marks the assignment's item, if one runs, and interrupts it; false if none does. */
    boolean interrupt(Assignment assignment) {
        long word = port.ticket(assignment);
        while (Ticket.begun(word) > assignment.from() && !Ticket.isEnded(word)) {
            if (port.replaceTicket(assignment, word, Ticket.withInterrupt(word))) {
                interruptProcess();
                return true;
            }
            word = port.ticket(assignment);
        }
        return false;
    }

    /** A worker may be at work before whoever started it has told us its process. */
    private void interruptProcess() {
        if (handle == null) {
            owesInterrupt = true;
        } else {
            handle.interrupt();
        }
    }

    /** Nothing it was sent is waited for any more. */
    void abandonTasks() {
        for (Assignment assignment : assigned) {
            assignment.chunk().sink().terminated();
            assignment.chunk().settled(assignment.itemsLeft());
        }
        assigned.clear();
        givenUp = true;
    }

    /** Whether nobody minds what it says any more. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether it has nothing to do and may be sent something. */
    boolean isAtRest() {
        return state == State.READY && assigned.isEmpty() && takesTasks();
    }

    /** Whether it has nothing to do and may not be sent anything any more. */
    boolean isSpent() {
        return state == State.READY && assigned.isEmpty() && callsLeft == 0;
    }

    /** How many items it was sent that have no outcome yet. */
    long itemsUnderWay() {
        long count = 0;
        for (Assignment assignment : assigned) {
            count += assignment.itemsLeft();
        }
        return count;
    }

    /** How many of those somebody waits for. */
    long itemsWanted() {
        long count = 0;
        for (Assignment assignment : assigned) {
            count += assignment.chunk().sink().isAbandoned() ? 0 : assignment.itemsLeft();
        }
        return count;
    }

    /** What it does now, if it is up. */
    Optional<WorkerInfo> info() {
        if (handle == null || state != State.READY) {
            return Optional.empty();
        }
        Optional<String> task = assigned.stream()
                .filter(at -> at.itemsLeft() > 0)
                .findFirst()
                .map(at -> at.chunk().sink().label(at.chunk(), at.next()));
        WorkerInfo.State now = task.isPresent() ? WorkerInfo.State.BUSY : WorkerInfo.State.READY;
        long pid = handle.pid();
        return Optional.of(new WorkerInfo(
                pid, name, now, task, tasksDone, WorkerVitals.cpuTime(pid), WorkerVitals.residentBytes(pid)));
    }

    /** Whether items wait in its ring behind others. */
    boolean hasWaiting() {
        return assigned.size() > 1 && assigned.peekLast().itemsLeft() > 0;
    }
}

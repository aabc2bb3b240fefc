package offspring.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import offspring.ExitStatus;
import offspring.ring.Doorbell;
import offspring.testing.Eventually;
import offspring.wire.Failure;
import offspring.wire.Shipment;
import offspring.wire.Payload;
import offspring.worker.Ticket;

/** A worker that a test plays. Its methods may be called by the test's thread and the dispatcher's. */
final class FakeWorker implements WorkerPort {

    private final Doorbell bell;
    private final Deque<Assignment> sent = new ArrayDeque<>();
    private final Map<Integer, Long> tickets = new HashMap<>();
    private final Deque<Consumer<OutcomeReader>> published = new ArrayDeque<>();
    private final List<String> orders = new ArrayList<>();
    private final FakeChild child = new FakeChild(orders, this::hasBooted);
    private Worker worker;
    private Crew crew;
    private boolean stopped;
    private boolean running;
    private volatile boolean booted;
    private int capacity = Integer.MAX_VALUE;

    FakeWorker(Doorbell bell) {
        this.bell = bell;
    }

    // --- played by the test -------------------------------------------------------------------------

    synchronized void startedAs(Worker itself, Crew itsCrew) {
        worker = itself;
        crew = itsCrew;
        worker.handle(child);
    }

    /** How many assignments fit into its ring. */
    synchronized void capacity(int count) {
        capacity = count;
    }

    private boolean hasBooted() {
        return booted;
    }

    void ready() {
        booted = true;
        publish(OutcomeReader::ready);
    }

    /** Begins the next item that it was sent; waits for one. Returns its number in the chunk. */
    int begin() {
        Eventually.eventually("an item for " + worker.name(), this::hasItem);
        return tryBegin();
    }

    /** Whether it has been sent an item that it has not begun; what was taken back it passes over. */
    synchronized boolean hasItem() {
        if (!running) {
            passOver();
        }
        return sent.stream().anyMatch(each -> !Ticket.isUsedUp(tickets.get(each.number())));
    }

    private synchronized int tryBegin() {
        passOver();
        running = true;
        Assignment assignment = sent.peekFirst();
        long word = tickets.get(assignment.number());
        tickets.put(assignment.number(), Ticket.withNextBegun(word));
        return Ticket.begun(word);
    }

    private void passOver() {
        while (!sent.isEmpty() && Ticket.isUsedUp(tickets.get(sent.peekFirst().number()))) {
            int number = sent.removeFirst().number();
            publish(reader -> reader.chunkEnd(number));
        }
    }

    /** Publishes a value for the item begun last. */
    void finish(Object value) {
        outcome(Payload.encode(value), false);
    }

    /** Publishes a failure for the item begun last. */
    void fail(Throwable failure) {
        outcome(Failure.encode(failure), true);
    }

    private synchronized void outcome(byte[] payload, boolean failed) {
        Assignment assignment = sent.peekFirst();
        int number = assignment.number();
        long word = tickets.get(number);
        int item = Ticket.begun(word) - 1;
        boolean last = Ticket.isUsedUp(word);
        running = false;
        if (last) {
            sent.removeFirst();
            tickets.put(number, Ticket.withEnded(word));
        }
        byte[] record = new byte[8 + payload.length];
        System.arraycopy(payload, 0, record, 8, payload.length);
        OutcomeBlock.writeHead(record, 0, record.length, failed);
        publish(reader -> reader.items(number, item, record, 1, List.of(), last));
    }

    void initializerFails(Throwable failure) {
        Shipment encoded = Shipment.ofFailure(failure);
        publish(reader -> reader.initializerFailed(encoded));
        exit(new ExitStatus(0));
    }

    /** Its process ends. */
    void exit(ExitStatus status) {
        crew.exited(worker, status);
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** What was asked of its process: interrupt, terminate, kill. */
    synchronized List<String> orders() {
        return List.copyOf(orders);
    }

    private void publish(Consumer<OutcomeReader> outcome) {
        synchronized (this) {
            published.add(outcome);
        }
        bell.ring();
    }

    // --- used by the dispatcher -----------------------------------------------------------------------

    @Override
    public synchronized boolean send(Assignment assignment, boolean withFunction) {
        if (sent.size() >= capacity) {
            return false;
        }
        sent.addLast(assignment);
        tickets.put(assignment.number(), Ticket.of(assignment.number(), assignment.from(), assignment.limit()));
        return true;
    }

    @Override
    public boolean forget(long functionId) {
        return true;
    }

    @Override
    public synchronized boolean stop() {
        stopped = true;
        return true;
    }

    @Override
    public synchronized long ticket(Assignment assignment) {
        return tickets.get(assignment.number());
    }

    @Override
    public synchronized boolean replaceTicket(Assignment assignment, long expected, long word) {
        return tickets.replace(assignment.number(), expected, word);
    }

    @Override
    public synchronized boolean hasOutcomes() {
        return !published.isEmpty();
    }

    @Override
    public int read(OutcomeReader reader, int limit) {
        int count = 0;
        while (count < limit) {
            Consumer<OutcomeReader> next;
            synchronized (this) {
                next = published.poll();
            }
            if (next == null) {
                return count;
            }
            next.accept(reader);
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public void abandon() {
        // It is never really killed.
    }
}

package offspring.pool;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The results of an {@code imap}, decoded as they are taken. */
final class ImapIterator<R> implements ResultIterator<R> {

    /** Kept, so that a pool is not forgotten that is still read from. */
    private final LocalPool pool;

    private final Dispatcher dispatcher;
    private final IteratorSink sink;
    private final InputReader reader;
    private final Call call;

    // what is being taken apart
    private Arrivals.Arrival arrival;
    private int left;
    private int cursor;

    private boolean rejectionThrown;
    private volatile boolean closed;

    ImapIterator(LocalPool pool, Dispatcher dispatcher, IteratorSink sink, InputReader reader, Call call) {
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.sink = sink;
        this.reader = reader;
        this.call = call;
        reader.readOn(0);
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        if (left > 0 || sink.outstanding() > 0 || sink.isAbandoned() || dispatcher.isTerminated()) {
            return true;
        }
        reader.readOn(0);
        return sink.outstanding() > 0 || reader.isRejected() && !rejectionThrown;
    }

    @Override
    public R next() {
        try {
            return take(Long.MAX_VALUE);
        } catch (InterruptedException interrupt) {
            throw Failures.interrupted("the next result", interrupt);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public R next(Duration timeout) throws InterruptedException, TimeoutException {
        return take(Nanos.of(timeout));
    }

    private R take(long nanos) throws InterruptedException, TimeoutException {
        while (left == 0) {
            if (sink.isAbandoned()) {
                throw new CancellationException("there is no next result: the iterator was closed");
            }
            reader.readOn(sink.outstanding());
            arrival = sink.poll();
            if (arrival != null) {
                left = arrival.count();
                cursor = OutcomeBlock.FIRST;
            } else {
                awaitArrival(nanos);
            }
        }
        return takeOne();
    }

    private void awaitArrival(long nanos) throws InterruptedException, TimeoutException {
        if (sink.isTerminated() || dispatcher.isTerminated()) {
            throw new CancellationException(dispatcher.cancellationText());
        }
        if (sink.outstanding() == 0) {
            throw noMore();
        }
        dispatcher.help(sink::isSettled);
        if (!sink.await(nanos)) {
            throw new TimeoutException("cannot get the next result: it is not there after "
                    + Duration.ofNanos(Math.max(0, nanos)) + "; nothing is lost, ask again");
        }
    }

    private RuntimeException noMore() {
        if (!reader.isRejected()) {
            dispatcher.forget(call);
            return new NoSuchElementException("there is no next result: all were taken");
        }
        rejectionThrown = true;
        return dispatcher.rejection();
    }

    private R takeOne() {
        left--;
        if (arrival.block() == null) {
            throw Failures.unchecked(arrival.why());
        }
        Decoded<R> outcome = Decoded.of(arrival.block(), cursor);
        cursor = arrival.block().next(cursor);
        if (left == 0) {
            arrival.block().decoded();
        }
        if (outcome.failure() != null) {
            throw Failures.unchecked(outcome.failure());
        }
        return outcome.value();
    }

    @Override
    public String toString() {
        return "results of " + call.label() + " from " + pool;
    }

    @Override
    public Stream<R> stream() {
        Spliterator<R> rest = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(rest, false).onClose(this::close);
    }

    @Override
    public void close() {
        closed = true;
        left = 0;
        drop();
    }

    /** The pool is closed: what was not taken is dropped, and the next call says so. */
    void drop() {
        if (!sink.isAbandoned()) {
            sink.close();
            dispatcher.withdraw(sink, false);
            dispatcher.forget(call);
        }
    }
}

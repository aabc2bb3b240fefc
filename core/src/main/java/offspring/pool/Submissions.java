package offspring.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import offspring.worker.CallKind;

/** Turns what a caller passed into chunks: encoding and reading happen here, in the caller's thread. */
final class Submissions {

    private static final int WINDOW_ITEMS = 1024;
    private static final int WINDOW_CHUNKS_PER_WORKER = 4;

    private final Dispatcher dispatcher;
    private final int workers;

    Submissions(Dispatcher dispatcher, int workers) {
        this.dispatcher = dispatcher;
        this.workers = workers;
    }

    /** One call without arguments. */
    <R> SingleTask<R> call(
            CallKind kind,
            Object function,
            R fixedResult,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        Call call = begin(function, () -> Call.once(kind, function));
        SingleTask<R> task = new SingleTask<>(dispatcher, fixedResult, callback, errorCallback);
        dispatcher.submit(Chunker.single(call, task));
        return task;
    }

    /** One call with an argument. */
    <R> SingleTask<R> apply(
            CallKind kind,
            Object function,
            Object argument,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        Call call = begin(function, () -> Call.once(kind, function));
        SingleTask<R> task = new SingleTask<>(dispatcher, null, callback, errorCallback);
        dispatcher.submit(Chunker.single(call, task, argument));
        return task;
    }

    /** One call for each item; {@code chunkSize} 0 means any. */
    <R> MapTask<R> map(
            CallKind kind,
            Object function,
            Iterable<?> items,
            int chunkSize,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        Call call = begin(function, () -> Call.kept(kind, function));
        MapTask<R> task = new MapTask<>(dispatcher, call, callback, errorCallback);
        Collection<?> counted = chunkSize == 0 ? counted(items) : null;
        Chunker chunker = counted == null
                ? Chunker.ofSize(call, task, chunkSize)
                : Chunker.forCount(call, task, counted.size(), workers);
        try {
            submitAll(counted == null ? items : counted, chunker, task);
        } catch (RuntimeException | Error refused) {
            dispatcher.cancel(task, true);
            throw refused;
        }
        return task;
    }

    private void submitAll(Iterable<?> items, Chunker chunker, MapTask<?> task) {
        for (Object item : items) {
            chunker.add(item);
            if (chunker.isFull()) {
                submit(chunker, task);
            }
        }
        if (!chunker.isEmpty()) {
            submit(chunker, task);
        }
        dispatcher.locked(task::allSubmitted);
    }

    private void submit(Chunker chunker, MapTask<?> task) {
        int count = chunker.count();
        dispatcher.submit(chunker.take(), () -> task.submitted(count));
    }

    /** Results one by one; {@code chunkSize} 0 means 1, and a window of items. */
    <R> ImapIterator<R> imap(
            LocalPool pool, CallKind kind, Object function, Iterable<?> items, int chunkSize, boolean ordered) {
        Call call = begin(function, () -> Call.kept(kind, function));
        IteratorSink sink = new IteratorSink(dispatcher.nextTaskNumber(), ordered);
        int size = Math.max(1, chunkSize);
        long chunks = Math.max(WINDOW_ITEMS / size, (long) WINDOW_CHUNKS_PER_WORKER * workers);
        long window = chunkSize == 0 ? WINDOW_ITEMS : chunks * size;
        InputReader reader = new InputReader(
                items, Chunker.ofSize(call, sink, size), dispatcher, sink, size, window, 2 * workers);
        return new ImapIterator<>(pool, dispatcher, sink, reader, call);
    }

    private interface Encoding {
        Call run();
    }

    private Call begin(Object function, Encoding encoding) {
        Objects.requireNonNull(function, "cannot submit null: pass a function");
        dispatcher.checkAccepting();
        return encoding.run();
    }

    private static Collection<?> counted(Iterable<?> items) {
        if (items instanceof Collection<?> collection) {
            return collection;
        }
        List<Object> all = new ArrayList<>();
        items.forEach(all::add);
        return all;
    }

    /** The pairs of a {@code starmap} as the worker wants them. */
    static Iterable<Object[]> pairs(Iterable<? extends Map.Entry<?, ?>> entries) {
        if (entries instanceof Collection<? extends Map.Entry<?, ?>> collection) {
            List<Object[]> pairs = new ArrayList<>(collection.size());
            collection.forEach(entry -> pairs.add(new Object[] {entry.getKey(), entry.getValue()}));
            return pairs;
        }
        return () -> pairs(entries.iterator());
    }

    private static Iterator<Object[]> pairs(Iterator<? extends Map.Entry<?, ?>> entries) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Object[] next() {
                Map.Entry<?, ?> entry = entries.next();
                return new Object[] {entry.getKey(), entry.getValue()};
            }
        };
    }
}

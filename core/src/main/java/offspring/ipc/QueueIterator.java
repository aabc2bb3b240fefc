package offspring.ipc;

import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import offspring.message.Message;

/** The items of a queue as they were at one moment. */
final class QueueIterator<E> implements Iterator<E> {

    private final SharedQueue<E> queue;
    private final Iterator<Message> messages;
    private Message current;

    QueueIterator(SharedQueue<E> queue) {
        this.queue = queue;
        this.messages = queue.core().all().iterator();
    }

    /** Removes all items that fulfil a condition, which is asked without any lock. */
    static <E> boolean removeAll(SharedQueue<E> queue, Predicate<? super E> condition) {
        Set<Long> numbers = new HashSet<>();
        for (Message message : queue.core().all()) {
            if (condition.test(queue.decoded(message))) {
                numbers.add(message.number());
            }
        }
        return !numbers.isEmpty() && queue.core().remove(numbers::contains) > 0;
    }

    @Override
    public boolean hasNext() {
        return messages.hasNext();
    }

    @Override
    public E next() {
        if (!messages.hasNext()) {
            throw new NoSuchElementException();
        }
        current = messages.next();
        return queue.decoded(current);
    }

    @Override
    public void remove() {
        if (current == null) {
            throw new IllegalStateException("cannot remove: next was not called, or remove was already");
        }
        long number = current.number();
        current = null;
        queue.core().remove(candidate -> candidate == number);
    }
}

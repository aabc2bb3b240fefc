package offspring.conformance;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import offspring.Action;
import offspring.testing.Gate;

/** What the cases let their workers do. */
final class Work {

    private Work() {}

    static int square(int x) {
        return x * x;
    }

    static int multiply(int x, int y) {
        return x * y;
    }

    static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    static List<Integer> squares(int end) {
        return IntStream.range(0, end).map(x -> x * x).boxed().toList();
    }

    /** Returns its argument once the gate has the mark "open". */
    static <T> T passing(Gate gate, T value) throws InterruptedException {
        gate.pass("open");
        return value;
    }

    static int forEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static int failing(String text) {
        throw new SayingException(text);
    }

    /** An exception with its own type. */
    static final class SayingException extends RuntimeException {
        SayingException(String text) {
            super(text);
        }
    }

    /** Cannot travel in any direction. */
    static final class Unshippable {
        final String name;

        Unshippable(String name) {
            this.name = name;
        }
    }

    /** Runs an action when it is read in a process other than the one that made it. */
    static final class WhenRead implements Serializable {
        private final long maker = pid();
        private final Action action;

        WhenRead(Action action) {
            this.action = action;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (maker != pid()) {
                action.run();
            }
        }
    }

    /** Runs an action when it is written in the process that made it. */
    static final class WhenWritten implements Serializable {
        private final transient Action action;

        WhenWritten(Action action) {
            this.action = action;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            action.run();
        }
    }

    /** Yields 0, 1, 2 … and throws at the given place. */
    record FailingAt(int place) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    if (next == place) {
                        throw new SayingException("input ends at " + place);
                    }
                    return next++;
                }
            };
        }
    }
}

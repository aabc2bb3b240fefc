package offspring.wire;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;

/**
 * What was opened while one payload is read: if the rest of it cannot be read, nobody has it, and it is closed. What is
 * read once more on another stack is not opened once more.
 */
final class Opened {

    private static final ThreadLocal<Opened> CURRENT = new ThreadLocal<>();

    /** By what it was opened with. */
    private final Map<Object, Closeable> all = new HashMap<>(0);

    /** That of the payload around this one. */
    private final Opened outer = CURRENT.get();

    /** The calling thread begins to read a payload. No lambdas: every child comes through here with its job. */
    static Opened begin() {
        Opened opened = new Opened();
        CURRENT.set(opened);
        return opened;
    }

    /** Another thread goes on with it, and ends with it. */
    void resume() {
        CURRENT.set(this);
    }

    /** The thread that began has ended reading. */
    void end() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** See {@link Travel#open}. */
    static Closeable open(Object key, Travel.Opening opening) throws IOException {
        Opened current = CURRENT.get();
        Closeable known = current == null ? null : current.all.get(key);
        if (known != null) {
            return known;
        }
        Closeable opened = opening.open();
        if (current != null) {
            current.all.put(key, opened);
        }
        return opened;
    }

    /** The payload cannot be read. */
    void close() {
        for (Closeable one : all.values()) {
            try {
                one.close();
            } catch (IOException left) {
                System.getLogger(Opened.class.getName()).log(Level.DEBUG, "something that was sent stays open", left);
            }
        }
    }
}

package offspring.region;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What this process still has to write into shared memory when it ends as it should: its code has returned, or has
 * called {@code System.exit}. Whoever is killed, crashes or halts says nothing.
 */
public final class LastWords {

    private static final List<Runnable> WORDS = new CopyOnWriteArrayList<>();

    private static volatile boolean said;

    private LastWords() {}

    /** To be run at the end; what is added when the end has come is for the caller to see to, see {@link #wereSaid}. */
    public static void add(Runnable words) {
        WORDS.add(words);
    }

    /** Whether the end has come. */
    public static boolean wereSaid() {
        return said;
    }

    /** Called once, when this process ends. */
    public static void say() {
        said = true;
        WORDS.forEach(LastWords::say);
    }

    /** The end goes on, whatever comes of it. */
    private static void say(Runnable words) {
        try {
            words.run();
        } catch (RuntimeException failed) {
            System.getLogger(LastWords.class.getName())
                    .log(System.Logger.Level.DEBUG, "something was left unsaid at the end of this process", failed);
        }
    }
}

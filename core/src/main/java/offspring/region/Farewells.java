package offspring.region;

import java.lang.System.Logger.Level;

/** Finds whoever says what has to be said when nobody uses a cell any more. */
public final class Farewells {

    private static volatile Farewell speaker;

    private Farewells() {}

    /** From now on it is this one; who it was before, null if nobody. */
    public static Farewell saidBy(Farewell farewell) {
        Farewell before = speaker;
        speaker = farewell;
        return before;
    }

    /** What fails here costs memory until the program ends. */
    static void say(int kind, SharedCell cell) {
        try {
            if (speaker == null) {
                Class.forName(Farewell.CLASS);
            }
            speaker.say(kind, cell);
        } catch (ClassNotFoundException | RuntimeException | LinkageError failed) {
            System.getLogger(Farewells.class.getName())
                    .log(Level.WARNING, "what belonged to a shared object stays until the program ends; " + cell, failed);
        }
    }
}

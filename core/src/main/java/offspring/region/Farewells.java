package offspring.region;

import java.lang.System.Logger.Level;

/** Finds whoever says what has to be said when nobody uses a cell any more. */
public final class Farewells {

    private static volatile Farewell speaker;
    private static volatile Farewell speakerOfChannels;

    private Farewells() {}

    /** From now on it is this one; who it was before, null if nobody. */
    public static Farewell saidBy(Farewell farewell) {
        Farewell before = speaker;
        speaker = farewell;
        return before;
    }

    /** The one for sockets on their way. */
    public static void ofChannelsSaidBy(Farewell farewell) {
        speakerOfChannels = farewell;
    }

    /** What fails here costs memory until the program ends. */
    static void say(int kind, SharedCell cell) {
        try {
            (kind == Farewell.CHANNEL_KIND ? ofChannels() : ofOthers()).say(kind, cell);
        } catch (ClassNotFoundException | RuntimeException | LinkageError failed) {
            System.getLogger(Farewells.class.getName())
                    .log(Level.WARNING, "what belonged to a shared object stays until the program ends; " + cell, failed);
        }
    }

    private static Farewell ofOthers() throws ClassNotFoundException {
        if (speaker == null) {
            Class.forName(Farewell.CLASS);
        }
        return speaker;
    }

    private static Farewell ofChannels() throws ClassNotFoundException {
        if (speakerOfChannels == null) {
            Class.forName(Farewell.CLASS_OF_CHANNELS);
        }
        return speakerOfChannels;
    }
}

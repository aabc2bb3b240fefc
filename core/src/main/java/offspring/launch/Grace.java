package offspring.launch;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** How long somebody may take to do as he was told, before he is killed. */
public final class Grace {

    /** The system property that sets it, in milliseconds. */
    static final String PROPERTY = "offspring.grace";

    private static final long USUAL_MILLIS = 1_000;

    /** For a task after its interrupt, and for a process that was asked to end. */
    public static final Duration PERIOD = Duration.ofMillis(millis(System.getProperty(PROPERTY)));

    private Grace() {}

    static long millis(String wanted) {
        if (wanted == null) {
            return USUAL_MILLIS;
        }
        try {
            return Math.clamp(Long.parseLong(wanted), 0, Integer.MAX_VALUE);
        } catch (NumberFormatException noNumber) {
            System.getLogger(Grace.class.getName())
                    .log(Level.WARNING, "-D" + PROPERTY + " is no number of milliseconds: " + wanted);
            return USUAL_MILLIS;
        }
    }
}

package offspring.lock;

/**
 * The word that {@link Sleepers} sleep behind, an int: 31..2 how often sleepers were woken, 1 one wants more than a wake-up
 * for one, 0 somebody sleeps, or did. Zero at first.
 */
public final class SignalLayout {

    private static final int SLEEPERS = 1;
    private static final int MANY = 2;
    private static final int ONE_MORE = 4;

    private SignalLayout() {}

    public static boolean hasSleepers(int signal) {
        return (signal & SLEEPERS) != 0;
    }

    /** Whether one of those who sleep wants more than one permit: then nobody knows whom to wake. */
    public static boolean wantsMany(int signal) {
        return (signal & MANY) != 0;
    }

    public static int withSleeper(int signal, boolean wantsMany) {
        return signal | SLEEPERS | (wantsMany ? MANY : 0);
    }

    /** Without the flags, and never what a sleeper has seen. */
    public static int woken(int signal) {
        return (signal & -ONE_MORE) + ONE_MORE;
    }
}

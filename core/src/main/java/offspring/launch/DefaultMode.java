package offspring.launch;

/** The kind of process this process starts unless told otherwise; children inherit it. */
public final class DefaultMode {

    private static volatile LaunchSpec.Mode mode = LaunchSpec.Mode.STANDBY;

    private DefaultMode() {}

    public static LaunchSpec.Mode get() {
        return mode;
    }

    public static void set(LaunchSpec.Mode value) {
        mode = value;
    }
}

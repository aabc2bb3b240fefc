package offspring.launch;

/** The kind of process this process starts unless told otherwise; children inherit it. */
public final class DefaultMode {

    /** A name and not the constant: looking that up costs each child two milliseconds. */
    private static volatile String name = "STANDBY";

    private DefaultMode() {}

    public static LaunchSpec.Mode get() {
        return LaunchSpec.Mode.valueOf(name);
    }

    public static void set(LaunchSpec.Mode mode) {
        name = mode.name();
    }

    /** In a child: takes over what its parent had. */
    public static void inherit(String modeName) {
        name = modeName;
    }
}

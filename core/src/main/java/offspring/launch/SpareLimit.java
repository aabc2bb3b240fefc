package offspring.launch;

/** How many JVMs may wait for a job. */
final class SpareLimit {

    private static final int MOST = 2;
    private static final long KIB_FOR_ONE = 256 << 10;

    private SpareLimit() {}

    static int get() {
        int byProcessors = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        return (int) Math.min(byProcessors, MachineMemory.kib("MemAvailable").orElse(Long.MAX_VALUE) / KIB_FOR_ONE);
    }
}

package offspring.pool;

import offspring.launch.ProgramEnd;

/** Says at the program's end how many tasks are lost with a pool that nobody closed. */
final class LostTasks implements Runnable {

    private final String poolName;
    private final Dispatcher dispatcher;

    LostTasks(String poolName, Dispatcher dispatcher) {
        this.poolName = poolName;
        this.dispatcher = dispatcher;
    }

    void watch() {
        ProgramEnd.beforeEnd(this);
        dispatcher.ended().thenRun(() -> ProgramEnd.forget(this));
    }

    @Override
    public void run() {
        long lost = dispatcher.unfinished();
        if (lost > 0) {
            String tasks = lost == 1 ? "1 unfinished task" : lost + " unfinished tasks";
            System.err.println("offspring: the program ends with " + tasks + " in " + poolName
                    + ", which nobody waited for; use try-with-resources, or call close()");
        }
        dispatcher.terminate();
    }
}

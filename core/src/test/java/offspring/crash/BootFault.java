package offspring.crash;

import java.util.concurrent.locks.LockSupport;

/** A system class loader that strikes while the JVM boots: {@code -Djava.system.class.loader}. */
public final class BootFault extends ClassLoader {

    /** Called by the JVM. */
    public BootFault(ClassLoader parent) throws Exception {
        super(parent);
        Fault fault = Fault.valueOf(System.getProperty("crash.fault"));
        if (fault == Fault.SIGKILL || fault == Fault.SIGTERM) {
            // On a thread of its own: the JDK logs that it has started a program, which needs the very loader we are.
            Thread.ofPlatform().daemon().start(() -> signal(fault));
            while (true) {
                LockSupport.park();
            }
        }
        fault.strike();
    }

    private static void signal(Fault fault) {
        try {
            fault.strike();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

package offspring.crash;

import java.util.concurrent.locks.LockSupport;

/** A system class loader that strikes while the JVM boots: {@code -Djava.system.class.loader}. */
public final class BootFault extends ClassLoader {

    /** Called by the JVM. */
    public BootFault(ClassLoader parent) throws Exception {
        super(parent);
        Fault.valueOf(System.getProperty("crash.fault")).strike();
        while (true) {
            // A signal needs a moment, and the JVM is not to boot meanwhile.
            LockSupport.park();
        }
    }
}

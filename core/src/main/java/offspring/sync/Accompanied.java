package offspring.sync;

import java.io.Serializable;
import offspring.handle.Handle;

/** A shared object on its way, together with what it cannot do without. */
final class Accompanied implements Serializable {

    private static final long serialVersionUID = 1;

    /** A handle where it is written, the shared object where it is read. */
    private final Serializable object;

    private final Serializable companion;

    Accompanied(Handle object, Object companion) {
        this.object = object;
        this.companion = (Serializable) companion;
    }

    private Object readResolve() {
        return ((SharedObject) object).with(companion);
    }
}

package offspring.sync;

import java.io.IOException;
import java.io.ObjectOutputStream;
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

    /** Its own error, and not that of its companion, which is written first. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        ((Handle) object).requireOurs(out);
        out.defaultWriteObject();
    }

    private Object readResolve() {
        return ((SharedObject) object).with(companion);
    }
}

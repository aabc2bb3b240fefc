package offspring.sync;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import offspring.region.SharedCell;
import offspring.wire.Travel;

/** What travels in place of a shared object: with it the receiver attaches to the same one. */
final class Handle implements Serializable {

    private static final long serialVersionUID = 1;

    /** What it is. */
    private final Kind kind;

    /** Where it is in the family's shared memory. */
    private final long offset;

    /** Only where it is written; reachable until it is, so that nobody frees it before it counts as sent. */
    private final transient SharedCell cell;

    Handle(Kind kind, SharedCell cell) {
        this.kind = kind;
        this.offset = cell.export();
        this.cell = cell;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!Travel.isOurs(out)) {
            throw new NotSerializableException("offspring.sync." + kind.typeName()
                    + ": it travels between the processes of a program and nowhere else; handle=" + cell.handle());
        }
        out.defaultWriteObject();
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            return kind.of(kind.attach(offset));
        } catch (IOException gone) {
            throw new InvalidObjectException("cannot attach to a " + kind.typeName() + ": " + gone.getMessage(), gone);
        }
    }
}

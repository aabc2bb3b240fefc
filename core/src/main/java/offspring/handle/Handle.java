package offspring.handle;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import offspring.region.FamilyHeap;
import offspring.region.SharedCell;
import offspring.wire.Travel;

/** What travels in place of a shared object: with it the receiver attaches to the same one. */
public final class Handle implements Serializable {

    private static final long serialVersionUID = 1;

    /** What it is. */
    private final Kind kind;

    /** Where it is in the family's shared memory. */
    private final long offset;

    /** Only where it is written; reachable until it is, so that nobody frees it before it counts as sent. */
    private final transient SharedCell cell;

    /** The handle of an object that this process has. */
    public Handle(Kind kind, SharedCell cell) {
        this.kind = kind;
        this.offset = cell.export();
        this.cell = cell;
    }

    /**
     * Makes the cell of a new object.
     *
     * @throws UncheckedIOException if there is no memory for it
     */
    public static SharedCell newCell(Kind kind) {
        try {
            return FamilyHeap.current().cells().create(kind.number());
        } catch (IOException noHeap) {
            throw new UncheckedIOException(
                    "cannot make a " + kind.simpleName() + ": there is no shared memory; " + noHeap.getMessage(), noHeap);
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!Travel.isOurs(out)) {
            throw new NotSerializableException(kind.typeName()
                    + ": it travels between the processes of a program and nowhere else; handle=" + cell.handle());
        }
        Travel.carry(cell);
        out.defaultWriteObject();
    }

    private Object readResolve() throws InvalidObjectException {
        Travel.requireOurs("a " + kind.simpleName());
        try {
            return kind.of(FamilyHeap.current().cells().attach(offset, kind::accepts));
        } catch (IOException gone) {
            throw new InvalidObjectException("cannot attach to a " + kind.simpleName() + ": " + gone.getMessage(), gone);
        }
    }
}

package offspring.handle;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
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
    /** Of kinds whose objects are closed: this process lets go of the cell when it was read at the earliest. */
    private final transient Hold hold;

    /**
     * The handle of an object that this process has.
     *
     * @throws IllegalStateException if this process has let go of the cell
     */
    public Handle(Kind kind, SharedCell cell) {
        this.kind = kind;
        this.hold = cell.isClosed() ? cell.hold() : null;
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
        requireOurs(out);
        Travel.carry(cell);
        if (hold != null) {
            Travel.hold(hold);
        }
        out.defaultWriteObject();
    }

    /**
     * Checks that what is written to the stream goes to a process of this program. For what has a handle in it and is written
     * before it.
     *
     * @throws NotSerializableException if it goes elsewhere
     */
    public void requireOurs(ObjectOutputStream out) throws NotSerializableException {
        if (!Travel.isOurs(out)) {
            if (hold != null) {
                hold.close();
            }
            throw new NotSerializableException(kind.typeName()
                    + ": it travels between the processes of a program and nowhere else; handle=" + cell.handle());
        }
    }

    private Object readResolve() throws InvalidObjectException {
        Travel.requireOurs("a " + kind.simpleName());
        try (Hold meanwhile = FamilyHeap.current().cells().attachAndHold(offset, kind::accepts)) {
            return kind.of(meanwhile.cell());
        } catch (IOException gone) {
            throw new InvalidObjectException("cannot attach to a " + kind.simpleName() + ": " + gone.getMessage(), gone);
        }
    }
}

package offspring.channel;

import java.io.IOException;

/**
 * Whom a process asks where sockets are kept, if it is not its family's first.
 *
 * <p>Apart from {@link Keepers}, since every child is told at its start, and most never need it.
 */
public final class KeeperPlace {

    /** The parent, at the other end of the link. */
    public interface Parent {

        /**
         * Asks, and waits for what {@link Keepers#answer} returns there.
         *
         * @throws IOException if it cannot be asked any more
         */
        byte[] keeper() throws IOException;
    }

    private static volatile Parent parent;

    private KeeperPlace() {}

    /** Tells this process whom to ask. */
    public static void inherit(Parent link) {
        parent = link;
    }

    /** Null in the first process. */
    static Parent parent() {
        return parent;
    }
}

package offspring.socket;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The peers that have not proved anything yet. There is room for some; who comes when it is full takes the place of who has been
 * here longest, since who knows the secret takes a moment, and who says nothing would keep everybody out.
 */
final class Strangers {

    private final int most;
    private final Set<MessageSocket> sockets = new LinkedHashSet<>();
    private boolean isClosed;

    Strangers(int most) {
        this.most = most;
    }

    /** Lets one in; false if nobody is let in any more. */
    boolean add(MessageSocket socket) {
        MessageSocket oldest = null;
        synchronized (this) {
            if (isClosed) {
                return false;
            }
            if (sockets.size() == most) {
                Iterator<MessageSocket> all = sockets.iterator();
                oldest = all.next();
                all.remove();
            }
            sockets.add(socket);
        }
        if (oldest != null) {
            oldest.close();
        }
        return true;
    }

    /** One is no stranger any more, or gone; false if somebody has taken its place before, and it is closed, or about to be. */
    synchronized boolean remove(MessageSocket socket) {
        return sockets.remove(socket);
    }

    void close() {
        List<MessageSocket> all;
        synchronized (this) {
            isClosed = true;
            all = List.copyOf(sockets);
        }
        all.forEach(MessageSocket::close);
    }
}

package offspring.channel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import offspring.os.DescriptorSocket;
import offspring.os.DescriptorSocket.Message;
import offspring.os.OwnedDescriptor;
import offspring.region.Cells;
import offspring.region.FamilyHeap;

/**
 * Keeps sockets while they travel: a thread of the family's first process and the descriptors that it has, by the
 * handles of the cells that stand for them.
 *
 * <p>Shape: one request is one message to its socket. No request can hold it up: what it answers is small enough never
 * to wait.
 *
 * <p>Processes: all of the family, and no other user's. Who dies in the middle of a request has made it or has not.
 *
 * <p>Lifetime: begins with the first socket that travels. A socket is closed here when nobody uses its cell any more,
 * who may be a message, a process, or one that was killed. Whoever finds that out says so; should he be killed at it,
 * it is seen when more sockets come.
 */
final class Keeper {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long END_MILLIS = 200;
    private static final int FEW = 64;

    private final long address;
    private final DescriptorSocket socket;
    private final Thread thread = Thread.ofPlatform().daemon().name("offspring-keeper").unstarted(this::run);
    /** Guarded by itself. */
    private final Map<Long, OwnedDescriptor> kept = new HashMap<>();

    private int sweepAt = FEW;

    private Keeper(long address) throws IOException {
        this.address = address;
        this.socket = DescriptorSocket.bind(KeeperName.of(address));
    }

    /**
     * Starts one.
     *
     * @throws IOException if no descriptor is left
     */
    static Keeper start(long address) throws IOException {
        Keeper keeper = new Keeper(address);
        keeper.thread.start();
        return keeper;
    }

    void keep(long handle, OwnedDescriptor descriptor) {
        synchronized (kept) {
            if (kept.size() >= sweepAt) {
                kept.entrySet().removeIf(Keeper::isDropped);
                sweepAt = Math.max(FEW, 2 * kept.size());
            }
            kept.put(handle, descriptor);
        }
    }

    /** One more descriptor of the socket; null if it is not here. */
    OwnedDescriptor fetch(long handle) throws IOException {
        synchronized (kept) {
            OwnedDescriptor descriptor = kept.get(handle);
            return descriptor == null ? null : descriptor.duplicate();
        }
    }

    /** The socket, which is here no more; null if it was not here. */
    OwnedDescriptor take(long handle) {
        synchronized (kept) {
            return kept.remove(handle);
        }
    }

    void drop(long handle) {
        synchronized (kept) {
            OwnedDescriptor descriptor = kept.remove(handle);
            if (descriptor != null) {
                descriptor.close();
            }
        }
    }

    boolean isIdle() {
        synchronized (kept) {
            return kept.isEmpty();
        }
    }

    /** Closes what is kept for a cell that nobody uses. */
    private static boolean isDropped(Map.Entry<Long, OwnedDescriptor> entry) {
        boolean used;
        try {
            used = Cells.isUsed(FamilyHeap.current().cells().look(entry.getKey()));
        } catch (IOException gone) {
            used = false;
        }
        if (!used) {
            entry.getValue().close();
        }
        return !used;
    }

    /** Ends it: a thread in a system call would hold up the end of the JVM. */
    void end() {
        try (DescriptorSocket sender = DescriptorSocket.open()) {
            sender.sendTo(KeeperName.of(address), KeeperRequest.END.ordinal(), 0);
            thread.join(END_MILLIS);
        } catch (IOException noDescriptors) {
            log("a thread goes on", noDescriptors);
        } catch (InterruptedException stopWaiting) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long us = DescriptorSocket.ourUser();
        boolean goesOn = true;
        while (goesOn) {
            socket.awaitMessage(LONGEST_NANOS);
            try (Message message = socket.receive()) {
                goesOn = message.user() != us || handle(message);
            } catch (IOException | RuntimeException ofTheRequest) {
                log("a request was not understood", ofTheRequest);
            }
        }
        socket.close();
        synchronized (kept) {
            kept.values().forEach(OwnedDescriptor::close);
            kept.clear();
        }
    }

    private boolean handle(Message message) throws IOException {
        List<OwnedDescriptor> descriptors = message.descriptors();
        switch (KeeperRequest.of(message.first())) {
            case KEEP -> {
                if (descriptors.size() == 2) {
                    keep(message.second(), descriptors.get(1).duplicate());
                    answer(descriptors.getFirst(), null);
                }
            }
            case FETCH -> {
                try (OwnedDescriptor found = fetch(message.second())) {
                    answer(descriptors.getFirst(), found);
                }
            }
            case TAKE -> {
                try (OwnedDescriptor found = take(message.second())) {
                    answer(descriptors.getFirst(), found);
                }
            }
            case DROP -> drop(message.second());
            case END -> {
                return message.pid() != ProcessHandle.current().pid();
            }
        }
        return true;
    }

    private static void answer(OwnedDescriptor where, OwnedDescriptor what) throws IOException {
        if (what == null) {
            DescriptorSocket.answer(where);
        } else {
            DescriptorSocket.answer(where, what);
        }
    }

    private static void log(String what, Exception why) {
        System.getLogger(Keeper.class.getName()).log(Level.DEBUG, what, why);
    }
}

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
 * or not be heard because many speak at once, it is seen within about a second.
 */
final class Keeper {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long END_MILLIS = 200;
    /** How often it looks for what was dropped and not said, while it keeps anything. */
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long address;
    private final DescriptorSocket socket;
    private final Thread thread = Thread.ofPlatform().daemon().name("offspring-keeper").unstarted(this::run);
    /** Guarded by itself. */
    private final Map<Long, OwnedDescriptor> kept = new HashMap<>();

    /** It has nothing to look after and sleeps until it is told otherwise. Guarded by what is kept. */
    private boolean rests;
    /** Of {@link System#nanoTime}. Used by its thread only. */
    private long sweptAt = System.nanoTime();

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
            OwnedDescriptor dropped = kept.put(handle, descriptor);
            if (dropped != null) {
                dropped.close(); // the handle was that of another cell
            }
            if (rests) {
                rests = false;
                wake();
            }
        }
    }

    /** Its own socket may always send to itself, and needs no descriptor more. */
    private void wake() {
        try {
            socket.trySendTo(KeeperName.of(address), KeeperRequest.WAKE.ordinal(), 0);
        } catch (IOException awakeAnyway) {
            log("the keeper was not woken", awakeAnyway);
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
            if (socket.awaitMessage(nanosToWait())) {
                goesOn = receive(us);
            }
            if (System.nanoTime() - sweptAt >= SWEEP_NANOS) {
                sweep();
            }
        }
        synchronized (kept) {
            rests = false;
            socket.close();
            kept.values().forEach(OwnedDescriptor::close);
            kept.clear();
        }
    }

    /** Until the next look at what is kept. */
    private long nanosToWait() {
        synchronized (kept) {
            return rests ? LONGEST_NANOS : Math.max(0, SWEEP_NANOS - (System.nanoTime() - sweptAt));
        }
    }

    /**
     * Removes what was dropped, also while messages keep coming.
     *
     * <p>Race: nothing is left, and before the long wait begins another thread has something kept. It sees that the
     * keeper rests, and sends a message, which ends the wait.
     */
    private void sweep() {
        try {
            synchronized (kept) {
                kept.entrySet().removeIf(Keeper::isDropped);
                rests = kept.isEmpty();
            }
        } catch (RuntimeException nextTime) {
            log("what was dropped stays open", nextTime);
        }
        sweptAt = System.nanoTime();
    }

    private boolean receive(long us) {
        try (Message message = socket.receive()) {
            return message.user() != us || handle(message);
        } catch (IOException | RuntimeException ofTheRequest) {
            log("a request was not understood", ofTheRequest);
            return true;
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
            case WAKE -> {
                // it is awake
            }
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

package offspring.channel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import offspring.os.ArrivedChannel;
import offspring.os.DescriptorSocket;
import offspring.os.DescriptorSocket.Message;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.os.OwnedDescriptor;
import offspring.region.SharedCell;

/**
 * The way to the family's keeper: it is in this process, if this is the first one; otherwise the parent tells where it
 * is, and starts it or asks its own parent.
 */
public final class Keepers {

    private static final String REFUSED = "!";

    /** Where the keeper of this process is or was; where that of another process is. Written under the class's lock. */
    private static volatile long known = KeeperName.NONE;

    /** Guarded by the class's lock; null if it was not started, or rests. */
    private static volatile Keeper own;

    private Keepers() {}

    /** What a child is to be told that wants to know where the keeper is. */
    public static byte[] answer() {
        String text;
        try {
            text = Long.toHexString(address());
        } catch (IOException refused) {
            text = REFUSED + refused.getMessage();
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where the keeper is; there is one from now on. */
    static long address() throws IOException {
        boolean there = isFirst() ? own != null : known != KeeperName.NONE;
        return there ? known : find();
    }

    private static synchronized long find() throws IOException {
        if (!isFirst()) {
            known = ask();
        } else if (own == null) {
            require();
            known = known == KeeperName.NONE ? KeeperName.fresh() : known;
            own = Keeper.start(known);
        }
        return known;
    }

    private static boolean isFirst() {
        return KeeperPlace.parent() == null;
    }

    private static long ask() throws IOException {
        String text = new String(KeeperPlace.parent().keeper(), StandardCharsets.UTF_8);
        if (text.startsWith(REFUSED)) {
            throw new IOException("the program's first process cannot keep it: " + text.substring(REFUSED.length()));
        }
        return Long.parseUnsignedLong(text, 16);
    }

    private static void require() throws IOException {
        String whyNot = Features.whyNot(Feature.HANDOFF);
        if (!whyNot.isEmpty()) {
            throw new IOException("sockets cannot be handed over: " + whyNot);
        }
    }

    /** Has it keep a socket, of which it takes a descriptor of its own. */
    static void keep(long address, long handle, OwnedDescriptor descriptor) throws IOException {
        Keeper here = here(address);
        if (here != null) {
            here.keep(handle, descriptor.duplicate());
            return;
        }
        try (Message answer = ask(address, KeeperRequest.KEEP, handle, descriptor)) {
            if (answer == null) {
                throw new IOException("the program's first process did not take it; has it no descriptors left?");
            }
        }
    }

    /** The socket of a cell, as a channel of this process. */
    static NetworkChannel fetch(SharedCell cell) throws IOException {
        require();
        long address = cell.getLong(ChannelLayout.KEEPER);
        boolean once = cell.getInt(ChannelLayout.ONCE) != 0;
        Keeper here = here(address);
        if (here != null) {
            return channel(once ? here.take(cell.handle()) : here.fetch(cell.handle()), cell);
        }
        KeeperRequest request = once ? KeeperRequest.TAKE : KeeperRequest.FETCH;
        try (Message answer = ask(address, request, cell.handle())) {
            if (answer == null) {
                throw new IOException("cannot fetch a socket: the program's first process did not answer, or one of us"
                        + " has no descriptors left; " + cell);
            }
            return channel(answer.descriptors().isEmpty() ? null : answer.descriptors().getFirst(), cell);
        }
    }

    private static NetworkChannel channel(OwnedDescriptor descriptor, SharedCell cell) throws IOException {
        if (descriptor == null) {
            throw new IOException("cannot fetch a socket: it is not kept any more; " + cell);
        }
        return ArrivedChannel.of(descriptor);
    }

    /** Has it close the socket of a cell. Never waits; what is not heard is found out within a second. */
    static void drop(SharedCell cell) {
        long address = cell.getLong(ChannelLayout.KEEPER);
        if (address == KeeperName.NONE) {
            return;
        }
        if (address == known && isFirst()) {
            Keeper here = own;
            if (here != null) {
                here.drop(cell.handle());
            }
            return;
        }
        try (DescriptorSocket sender = DescriptorSocket.open()) {
            sender.trySendTo(KeeperName.of(address), KeeperRequest.DROP.ordinal(), cell.handle());
        } catch (IOException busyOrGone) {
            System.getLogger(Keepers.class.getName())
                    .log(Level.DEBUG, "a socket stays open until the keeper looks for itself; " + cell, busyOrGone);
        }
    }

    private static Keeper here(long address) {
        return address == known ? own : null;
    }

    /** Null if there is no answer. */
    private static Message ask(long address, KeeperRequest request, long handle, OwnedDescriptor... what)
            throws IOException {
        DescriptorSocket.Pair pair = DescriptorSocket.pair();
        try (pair;
                DescriptorSocket sender = DescriptorSocket.open()) {
            OwnedDescriptor[] sent = new OwnedDescriptor[1 + what.length];
            sent[0] = pair.second().descriptor();
            System.arraycopy(what, 0, sent, 1, what.length);
            sender.sendTo(KeeperName.of(address), request.ordinal(), handle, sent);
            pair.second().close();
            return pair.first().receive();
        }
    }

    /** At the end of this process: a thread of the keeper's is not to hold it up. */
    public static synchronized void end() {
        if (own != null) {
            own.end();
            own = null;
        }
    }

    /**
     * Ends the keeper if it keeps nothing: what there is of it then is no leak. The next socket that travels starts it
     * again.
     */
    public static synchronized void rest() {
        if (own != null && own.isIdle()) {
            end();
        }
    }
}

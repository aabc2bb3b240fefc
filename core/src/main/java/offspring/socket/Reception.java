package offspring.socket;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import offspring.AuthenticationException;
import offspring.os.Readable;

/**
 * Lets peers in that prove that they know a secret.
 *
 * <p>Each peer's handshake runs on a thread of its own, whether or not anybody asks for arrivals: a slow or silent one
 * holds up nobody. How many there may be at a time is limited, and how long each may take.
 */
public final class Reception implements Readable {

    /**
     * What strangers are granted.
     *
     * @param strangers how many at a time
     * @param handshake how long one may take
     */
    public record Limits(int strangers, Duration handshake) {}

    /** Enough for all who know the secret and come at once; a stranger costs some kilobytes. */
    public static final Limits USUAL = new Limits(64, Duration.ofSeconds(10));

    private static final int BACKLOG = 128;
    private static final long PAUSE_NANOS = 50_000_000;

    private final ServerSocketChannel channel;
    private final SocketAddress address;
    private final UnixName name;
    private final Secret secret;
    private final Limits limits;
    private final Strangers strangers;
    private final Arrivals arrivals = new Arrivals();

    private Reception(ServerSocketChannel channel, UnixName name, Secret secret, Limits limits) throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.name = name;
        this.secret = secret;
        this.limits = limits;
        this.strangers = new Strangers(limits.strangers());
    }

    /**
     * Opens one.
     *
     * @throws IOException if the address is in use, or cannot be used here
     */
    public static Reception open(SocketAddress address, Secret secret, Limits limits) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(Sockets.familyOf(address));
        try {
            UnixName name = UnixName.bind(channel, address, BACKLOG);
            Reception reception = new Reception(channel, name, secret, limits);
            Thread.ofPlatform().daemon().name("offspring-listener").start(reception::run);
            return reception;
        } catch (IOException | RuntimeException failed) {
            try (channel) {
                throw failed;
            }
        }
    }

    /** Where it is: with the port that it was given. */
    public SocketAddress address() {
        return address;
    }

    /**
     * The next peer.
     *
     * @param nanos how long to wait for it; {@link MessageSocket#FOREVER}
     * @return what came of it; null if there was none in time
     * @throws ClosedChannelException if this is closed
     */
    public Arrival next(long nanos) throws ClosedChannelException, InterruptedException {
        return arrivals.take(nanos);
    }

    @Override
    public boolean isReady() {
        return arrivals.isReady();
    }

    @Override
    public Registration register(Runnable wake) {
        return arrivals.register(wake);
    }

    /** Lets nobody in any more, and sends those away who were and had not been asked for. Idempotent. */
    public void close() throws IOException {
        try (channel) {
            name.remove();
        } finally {
            arrivals.close();
            strangers.close();
        }
    }

    private void run() {
        try {
            while (channel.isOpen()) {
                arrivals.awaitRoom();
                letIn();
            }
        } catch (InterruptedException nobodyDoes) {
            throw new AssertionError(nobodyDoes);
        }
    }

    private void letIn() {
        try {
            MessageSocket socket = new MessageSocket(channel.accept());
            if (strangers.add(socket)) {
                HandshakeThreads.start(() -> admit(socket));
            } else {
                socket.close();
            }
        } catch (ClosedChannelException closed) {
            // the loop ends
        } catch (IOException failed) {
            if (channel.isOpen()) {
                arrivals.add(new Arrival(null, null, failed));
                LockSupport.parkNanos(PAUSE_NANOS); // there may be no descriptors for a while
            }
        }
    }

    private void admit(MessageSocket socket) {
        Exception failure = shakeHands(socket);
        if (!strangers.remove(socket) && failure == null) {
            failure = evicted(socket); // it had just finished
        }
        if (failure instanceof EOFException) {
            socket.close();
            return;
        }
        if (failure != null) {
            socket.close();
        }
        boolean isWanted = arrivals.add(new Arrival(socket.peer(), failure == null ? socket : null, failure));
        if (!isWanted) {
            socket.close();
        }
    }

    /** What went wrong; null if nothing did; an {@link EOFException} if the peer just left, as who looks whether we are here. */
    private Exception shakeHands(MessageSocket socket) {
        try {
            new Handshake(socket, secret, System.nanoTime() + limits.handshake().toNanos()).asListener();
            return null;
        } catch (AuthenticationException refused) {
            return refused(socket, refused.getMessage());
        } catch (SocketTimeoutException silent) {
            return refused(socket, "it did not prove that it has the key within " + limits.handshake());
        } catch (ClosedChannelException evicted) {
            return evicted(socket);
        } catch (EOFException left) {
            return left;
        } catch (IOException gone) {
            return refused(socket, "it went away, or sent what is none of this protocol: " + gone.getMessage());
        } catch (InterruptedException | RuntimeException unexpected) {
            return unexpected;
        }
    }

    private AuthenticationException evicted(MessageSocket socket) {
        return refused(socket, "it was silent while more peers came than may be here without having proved anything; limit="
                + limits.strangers());
    }

    private AuthenticationException refused(MessageSocket socket, String why) {
        return new AuthenticationException("cannot accept a connection: the peer did not prove that it has the key: " + why
                + "; listener=" + Sockets.text(address) + " peer=" + Sockets.text(socket.peer()));
    }
}

package offspring.socket;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import offspring.AuthenticationException;

/** Connects to a listener, and proves that both know the secret. */
public final class Caller {

    /** How long to wait while a listener has as many callers waiting as the system lets it: nothing tells of the first place. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final SocketAddress address;
    private final long deadline;

    private Caller(SocketAddress address, long deadline) {
        this.address = address;
        this.deadline = deadline;
    }

    /**
     * Connects.
     *
     * @param deadline as {@link System#nanoTime}, or {@link MessageSocket#FOREVER}
     * @throws ConnectException if nobody listens there
     * @throws AuthenticationException if the listener does not know the secret, or does not believe that we do
     * @throws SocketTimeoutException if it did not come about in time
     */
    public static MessageSocket call(SocketAddress address, Secret secret, long deadline)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Caller caller = new Caller(address, deadline);
        MessageSocket socket = new MessageSocket(caller.connect());
        boolean isDone = false;
        try {
            new Handshake(socket, secret, deadline).asClient();
            isDone = true;
            return socket;
        } catch (AuthenticationException refused) {
            throw new AuthenticationException(
                    "cannot connect: the listener did not prove that it has the key, or did not believe us: "
                    + refused.getMessage() + caller.where());
        } catch (SocketTimeoutException silent) {
            throw caller.timeout();
        } catch (EOFException gone) {
            throw new IOException(
                    "cannot connect: the listener closed the connection before it was established" + caller.where(), gone);
        } finally {
            if (!isDone) {
                socket.close();
            }
        }
    }

    private SocketChannel connect() throws IOException, InterruptedException {
        while (true) {
            SocketChannel channel = SocketChannel.open(Sockets.familyOf(address));
            boolean isConnected = false;
            try {
                channel.configureBlocking(false);
                isConnected = channel.connect(address) || finish(channel);
                return channel;
            } catch (SocketException refused) {
                if (isUnix() && Sockets.isFull(refused)) {
                    pause();
                    continue;
                }
                ConnectException failed = new ConnectException("cannot connect: " + reason(refused) + where());
                failed.initCause(refused);
                throw failed;
            } finally {
                if (!isConnected) {
                    channel.close();
                    SocketWatch.forgetClosed();
                }
            }
        }
    }

    private boolean isUnix() {
        return address instanceof UnixDomainSocketAddress;
    }

    private void pause() throws IOException, InterruptedException {
        LockSupport.parkNanos(this, PAUSE_NANOS);
        requireTime();
    }

    private boolean finish(SocketChannel channel) throws IOException, InterruptedException {
        Thread caller = Thread.currentThread();
        Runnable wake = () -> LockSupport.unpark(caller);
        SocketWatch.Listeners listeners = new SocketWatch.Listeners(wake, wake);
        while (!channel.finishConnect()) {
            SocketWatch.arm(channel, SelectionKey.OP_CONNECT, listeners);
            LockSupport.parkNanos(this, requireTime());
        }
        return true;
    }

    private long requireTime() throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long left = deadline == MessageSocket.FOREVER ? deadline : deadline - System.nanoTime();
        if (left <= 0) {
            throw timeout();
        }
        return left;
    }

    private String reason(SocketException refused) {
        return address instanceof UnixDomainSocketAddress unix && Files.notExists(unix.getPath())
                ? "nobody listens there, there is no such file"
                : refused.getMessage();
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException("cannot connect: the listener did not answer in time" + where());
    }

    private String where() {
        return "; address=" + Sockets.text(address);
    }
}

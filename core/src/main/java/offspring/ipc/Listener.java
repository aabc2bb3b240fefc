package offspring.ipc;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import offspring.AuthenticationException;
import offspring.socket.Reception;
import offspring.sync.Waitable;

/**
 * Where other programs, Java or Python, connect to this one.
 *
 * <p>Shape: a listening socket. Who connects has to prove that it knows the key, and we prove to it that we do; before that nothing
 * that it sends is taken for anything else. At most 64 peers may be about it at a time, each for 10 seconds at most: when
 * more come, who has been about it longest is sent away. Up to 256 that have proved it wait to be accepted.
 *
 * <p>Processes: it belongs to its process, but the connections that it accepts can be given to others. Any number of
 * threads may accept.
 *
 * <p>Blocking: {@link #accept()} waits until a peer has proved that it knows the key, or failed. Handshakes go on whether
 * or not anybody accepts, and hold up nobody. A virtual thread parks.
 *
 * <p>Waiting for several: {@link Waitable#waitForAny}; a listener is ready when {@code accept} would return, or throw, at once.
 *
 * <p>Lifetime: until {@link #close} or the end of the process. The file of a Unix socket goes with it; if the process is killed it
 * stays, and the next listener takes its place.
 *
 * @apiNote Python: {@code multiprocessing.connection.Listener}. Differs: there is no listener without a key; a silent peer
 *     holds up nobody; a peer that only looks whether somebody listens is not told of.
 */
public interface Listener extends Waitable, AutoCloseable {

    /**
     * Begins to listen.
     *
     * @param address where; port 0 stands for any that is free
     * @param key what peers have to know
     * @return the listener
     * @throws java.net.BindException if somebody listens there, or the address is not this machine's
     * @throws java.nio.file.FileAlreadyExistsException if the path of a Unix socket is that of another kind of file
     * @throws IOException if the host is not known, or there is no directory for the path
     */
    static Listener bind(Address address, AuthKey key) throws IOException {
        return SocketListener.bind(address, key, Reception.USUAL);
    }

    /**
     * Waits for a peer.
     *
     * @param <T> what the two sides send and receive
     * @return the connection to it
     * @throws AuthenticationException if a peer did not prove that it knows the key; the listener goes on
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     * @throws IOException if nobody can be let in, as when there are no descriptors left
     * @throws InterruptedException if the thread is interrupted before or meanwhile; the listener goes on
     */
    <T> Connection<T> accept() throws IOException, InterruptedException;

    /**
     * Waits for a peer for some time.
     *
     * @param <T> what the two sides send and receive
     * @param timeout how long at most; zero or negative means to look once
     * @return the connection to it
     * @throws SocketTimeoutException if none came in time; the listener goes on
     * @throws AuthenticationException if a peer did not prove that it knows the key; the listener goes on
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     * @throws IOException if nobody can be let in, as when there are no descriptors left
     * @throws InterruptedException if the thread is interrupted before or meanwhile; the listener goes on
     */
    <T> Connection<T> accept(Duration timeout) throws IOException, InterruptedException;

    /**
     * Who connected last, be it that {@code accept} returned or that it threw {@link AuthenticationException}.
     *
     * @return its address; empty if there was nobody, or it has none, as the clients of Unix sockets
     */
    Optional<Address> lastAccepted();

    /**
     * Where to connect to.
     *
     * @return the address it was bound to, with the port that it was given
     */
    Address address();

    /**
     * Lets nobody in any more; who waits in {@code accept} is woken. Who has connected and was not accepted is sent away;
     * connections that were accepted go on. Idempotent.
     *
     * @throws IOException if the file of a Unix socket cannot be removed
     */
    @Override
    void close() throws IOException;
}

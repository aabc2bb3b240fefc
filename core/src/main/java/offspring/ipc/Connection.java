package offspring.ipc;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import offspring.BufferTooShortException;
import offspring.NotShippableException;
import offspring.sync.Waitable;

/**
 * One end of a pipe, or of a connection between two programs: messages go out and come in, each of them whole.
 *
 * <p>Shape: messages are objects or raw bytes, from none to 2 GiB; objects that stay among the processes of a program
 * may be larger. What was sent as bytes is received as bytes: the two sides have to agree.
 *
 * <p>Processes: a connection can be captured by a task, passed and sent, within the program; for an {@code
 * ObjectOutputStream} of somebody else it is {@link Serializable} in name only: {@link java.io.NotSerializableException}.
 * An end of a {@code SharedPipe} is the same end everywhere. One made by {@code Listener} or {@code connect} is another
 * connection for the same socket where it arrives, with what was read ahead and not received; no handshake is made again.
 * Who has sent it may close it at once, and should: from then on only one process may receive, and one at a time send,
 * and the peer hears of the end when nobody has it open any more. {@link NotShippableException} if it is closed or
 * broken, a thread waits for it, a message is being sent, or sockets cannot be handed over here; it stays usable.
 *
 * <p>Blocking: {@code receive} until there is a message, {@code send} while the other side is far behind; an
 * interrupt ends the wait with an {@link InterruptedException}, and no message is lost or cut in two. A virtual
 * thread parks.
 *
 * <p>Order: messages arrive as they were sent. Of several senders and receivers of one end, who are in one process if it
 * is a socket's, each message goes whole to one receiver. What was done before a message was sent is seen by who received
 * it.
 *
 * <p>Death: when nobody holds the other end any more, in whatever way they ended, {@code receive} gives what had been
 * sent and then {@link EOFException}, and {@code send} an {@code IOException}.
 *
 * <p>Waiting for several: {@link Waitable#waitForAny}; an end is ready when {@link #poll()} is true, or would throw since
 * it is closed. One that only sends is refused with an {@link IllegalArgumentException}: nothing ever comes there.
 *
 * @param <T> what is sent and received
 * @apiNote Python: {@code multiprocessing.connection.Connection}. Differs: several senders of one end do no harm.
 */
public interface Connection<T> extends Waitable, AutoCloseable, Serializable {

    /**
     * Connects to a listener of another program, and waits until both have proved that they know the key.
     *
     * @param <T> what is sent and received
     * @param address where it listens
     * @param key what both know
     * @return the connection
     * @throws java.net.ConnectException if nobody listens there
     * @throws java.net.UnknownHostException if there is no such host
     * @throws offspring.AuthenticationException if the listener did not prove that it knows the key, or did not believe us
     * @throws IOException if the listener ended meanwhile
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     * @apiNote Python: {@code multiprocessing.connection.Client(address, authkey=key)}.
     */
    static <T> Connection<T> connect(Address address, AuthKey key) throws IOException, InterruptedException {
        return SocketConnection.connect(address, key, Long.MAX_VALUE);
    }

    /**
     * The same with a limit: a listener that does not accept lets one wait for ever.
     *
     * @param <T> what is sent and received
     * @param address where it listens
     * @param key what both know
     * @param timeout how long to wait at most, once the host's name is looked up
     * @return the connection
     * @throws java.net.SocketTimeoutException if it did not come about in time
     * @throws java.net.ConnectException if nobody listens there
     * @throws java.net.UnknownHostException if there is no such host
     * @throws offspring.AuthenticationException if the listener did not prove that it knows the key, or did not believe us
     * @throws IOException if the listener ended meanwhile
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    static <T> Connection<T> connect(Address address, AuthKey key, Duration timeout)
            throws IOException, InterruptedException {
        return SocketConnection.connect(address, key, SocketConnection.deadline(timeout));
    }

    /**
     * Sends an object. Encoded by the caller: what cannot travel is the caller's error, and nothing is sent.
     *
     * @param value what to send, may be null
     * @throws NotShippableException if it cannot travel
     * @throws java.nio.channels.ClosedChannelException if this end is closed
     * @throws IOException if it is an end that only receives, nobody holds the other end, there is no memory for the
     *     object, or the connection is broken
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was sent
     */
    void send(T value) throws IOException, InterruptedException;

    /**
     * Receives an object, and waits for it.
     *
     * @return what was sent
     * @throws EOFException if nobody holds the other end any more, and all that had been sent was received
     * @throws java.nio.channels.ClosedChannelException if this end is closed
     * @throws IOException if it is an end that only sends, the connection is broken, or the message cannot be decoded here,
     *     which is used up then
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was received
     */
    T receive() throws IOException, InterruptedException;

    /**
     * Whether {@link #receive} would return, or throw, at once. Takes nothing.
     *
     * @return true if there is a message, or will never be one any more
     * @throws IOException as {@link #receive}, end of file apart
     */
    boolean poll() throws IOException;

    /**
     * Waits until {@link #receive} would return, or throw, at once. Takes nothing.
     *
     * @param timeout how long at most; zero or negative means to look once
     * @return true if there is a message, or will never be one any more; false after the timeout
     * @throws IOException as {@link #receive}, end of file apart
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    boolean poll(Duration timeout) throws IOException, InterruptedException;

    /**
     * Sends bytes as one message.
     *
     * @param message the message, may be empty
     * @throws IOException as {@link #send}
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was sent
     */
    void sendBytes(byte[] message) throws IOException, InterruptedException;

    /**
     * Sends what remains in the buffer as one message; then nothing remains.
     *
     * @param message the message, may be empty
     * @throws IOException as {@link #send}; the buffer is as it was
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was sent
     */
    void sendBytes(ByteBuffer message) throws IOException, InterruptedException;

    /**
     * Receives bytes that were sent as one message, and waits for them.
     *
     * @return the message
     * @throws IOException as {@link #receive}
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was received
     */
    byte[] receiveBytes() throws IOException, InterruptedException;

    /**
     * The same with a limit, against a sender who is not trusted.
     *
     * @param max the largest message that is acceptable
     * @return the message
     * @throws IOException if it is larger, and this end is closed then; or as {@link #receive}
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was received
     * @throws IllegalArgumentException if the limit is negative
     */
    byte[] receiveBytes(int max) throws IOException, InterruptedException;

    /**
     * Receives bytes that were sent as one message into a buffer, from its position on.
     *
     * @param message where to put them; its position is behind them then
     * @return how many bytes it were
     * @throws BufferTooShortException if there is less room; the exception has the message, and the buffer is as it was
     * @throws IOException as {@link #receive}
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was received
     */
    int receiveBytes(ByteBuffer message) throws IOException, InterruptedException;

    /**
     * Whether it is an end that receives.
     *
     * @return false for the sending end of a pipe that is not duplex
     */
    boolean isReadable();

    /**
     * Whether it is an end that sends.
     *
     * @return false for the receiving end of a pipe that is not duplex
     */
    boolean isWritable();

    /**
     * Whether it has not been closed here. Says nothing of the other end.
     *
     * @return false after {@link #close}
     */
    boolean isOpen();

    /** Closes this end here; other processes that have it keep it. Who waits for it here is woken. Idempotent. */
    @Override
    void close();
}

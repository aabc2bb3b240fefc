package offspring.ipc;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.List;
import offspring.BufferTooShortException;
import offspring.os.Readable;
import offspring.socket.Caller;
import offspring.socket.Message;
import offspring.socket.MessageSocket;
import offspring.socket.Pause;
import offspring.socket.Sockets;
import offspring.wire.Abroad;
import offspring.wire.UndecodableException;

/** A connection between two programs. */
final class SocketConnection<T> implements Connection<T>, Readable {

    private static final long serialVersionUID = 1;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final transient MessageSocket socket;

    SocketConnection(MessageSocket socket) {
        this.socket = socket;
    }

    /** Connects to the first of the places an address stands for where somebody listens. */
    static <T> Connection<T> connect(Address address, AuthKey key, long deadline) throws IOException, InterruptedException {
        List<SocketAddress> places = address.resolve();
        ConnectException nobody = null;
        for (SocketAddress place : places) {
            try {
                return new SocketConnection<>(Caller.call(place, key.secret(), deadline));
            } catch (ConnectException refused) {
                if (nobody != null) {
                    refused.addSuppressed(nobody);
                }
                nobody = refused;
            }
        }
        throw nobody;
    }

    /** When a time that begins now is over, as {@link System#nanoTime} has it. */
    static long deadline(Duration timeout) {
        long nanos = nanos(timeout);
        // The clock may wrap around, but not so that the deadline means never.
        return nanos == MessageSocket.FOREVER ? nanos : Math.min(System.nanoTime() + nanos, MessageSocket.FOREVER - 1);
    }

    static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) >= 0 ? MessageSocket.FOREVER : timeout.isNegative() ? 0 : timeout.toNanos();
    }

    @Override
    public void send(T value) throws IOException, InterruptedException {
        socket.send(ByteBuffer.wrap(Abroad.encode(value)), true);
    }

    @Override
    @SuppressWarnings("unchecked") // what the peer sends is the peer's affair
    public T receive() throws IOException, InterruptedException {
        Message message = next();
        int from = message.objectOffset();
        try {
            return (T) Abroad.decode(message.bytes(), from, message.bytes().length - from);
        } catch (UndecodableException undecodable) {
            throw new IOException("cannot receive an object: " + undecodable.getMessage(), undecodable);
        }
    }

    private Message next() throws IOException, InterruptedException {
        return socket.receive(MessageSocket.MOST_BYTES, MessageSocket.FOREVER);
    }

    @Override
    public boolean poll() throws IOException {
        return socket.poll();
    }

    @Override
    public boolean poll(Duration timeout) throws IOException, InterruptedException {
        return socket.poll(deadline(timeout));
    }

    @Override
    public void sendBytes(byte[] message) throws IOException, InterruptedException {
        socket.send(ByteBuffer.wrap(message), false);
    }

    @Override
    public void sendBytes(ByteBuffer message) throws IOException, InterruptedException {
        socket.send(message, false);
        message.position(message.limit());
    }

    @Override
    public byte[] receiveBytes() throws IOException, InterruptedException {
        return next().userBytes();
    }

    @Override
    public byte[] receiveBytes(int max) throws IOException, InterruptedException {
        if (max < 0) {
            throw new IllegalArgumentException("cannot receive bytes: the limit is negative; max=" + max);
        }
        return socket.receive(max, MessageSocket.FOREVER).userBytes();
    }

    @Override
    public int receiveBytes(ByteBuffer message) throws IOException, InterruptedException {
        if (message.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        byte[] bytes = receiveBytes();
        if (bytes.length > message.remaining()) {
            throw new BufferTooShortException("cannot receive bytes: the buffer is too short; bytes=" + bytes.length
                    + " room=" + message.remaining(), bytes);
        }
        message.put(bytes);
        return bytes.length;
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isReady() {
        return socket.isReady();
    }

    @Override
    public Registration register(Runnable wake) {
        return socket.register(wake);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return "Connection[" + Sockets.text(socket.peer()) + (isOpen() ? "]" : ", closed]");
    }

    /** Until it is closed nobody here receives or sends, and what is written of it goes to another process. */
    Pause pause() throws NotSerializableException {
        try {
            return socket.pause();
        } catch (IOException inUse) {
            throw refusal(inUse.getMessage() + ", so that it cannot be sent");
        }
    }

    /** Why it cannot travel. */
    NotSerializableException refusal(String why) {
        return new NotSerializableException(Connection.class.getName() + ": " + why + "; " + this);
    }

    private Object writeReplace() {
        return new TravellingSocket(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a connection travels as its socket");
    }
}

package offspring.ipc;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import offspring.BufferTooShortException;
import offspring.message.Encoded;
import offspring.message.Message;
import offspring.message.Outgoing;
import offspring.os.Readable;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;

/**
 * An end of a pipe in shared memory. Two of them are equal if they are the same end, be they closed or not.
 *
 * <p>Lifetime: open until it is closed or nobody can reach it. The other side's end of file comes when this is so for
 * all objects of all processes that are this end, and no message carries it any more.
 */
final class PipeConnection<T> implements Connection<T>, Readable {

    private static final long serialVersionUID = 1;

    private static final int OBJECT = 0;
    private static final int BYTES = 1;

    private final transient PipeEnd end;

    PipeConnection(PipeEnd end) {
        this.end = end;
    }

    @Override
    public void send(T value) throws IOException, InterruptedException {
        end.requireSends();
        requireOpen();
        try (Encoded encoded = encoded(value)) {
            end.send(encoded.message(OBJECT));
        }
    }

    private Encoded encoded(T value) throws IOException {
        try {
            return Encoded.of(value);
        } catch (UncheckedIOException full) {
            throw new IOException("cannot send: " + full.getMessage() + "; " + end, full.getCause());
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T receive() throws IOException, InterruptedException {
        Message message = end.receive();
        try {
            if (message.kind() != OBJECT) {
                throw new IOException("cannot receive an object: the message was sent as bytes, which receiveBytes()"
                        + " receives; it is used up; bytes=" + message.payload().length + " " + end);
            }
            return (T) Payload.decode(message.payload());
        } catch (UndecodableException unreadable) {
            throw new IOException(
                    "cannot receive an object: it cannot be made here, and is used up; " + unreadable.getMessage(),
                    unreadable);
        } finally {
            message.letGo();
        }
    }

    @Override
    public boolean poll() throws IOException {
        end.requireReceives();
        requireOpen();
        return end.isReady();
    }

    @Override
    public boolean poll(Duration timeout) throws IOException, InterruptedException {
        return end.poll(Times.nanos(timeout));
    }

    @Override
    public void sendBytes(byte[] message) throws IOException, InterruptedException {
        end.send(new Outgoing(BYTES, message, 0, message.length));
    }

    @Override
    public void sendBytes(ByteBuffer message) throws IOException, InterruptedException {
        if (message.hasArray()) {
            int from = message.arrayOffset() + message.position();
            end.send(new Outgoing(BYTES, message.array(), from, message.remaining()));
        } else {
            byte[] copy = new byte[message.remaining()];
            message.get(message.position(), copy);
            end.send(new Outgoing(BYTES, copy, 0, copy.length));
        }
        message.position(message.limit());
    }

    @Override
    public byte[] receiveBytes() throws IOException, InterruptedException {
        Message message = end.receive();
        if (message.kind() != BYTES) {
            message.letGo();
            throw new IOException("cannot receive bytes: the message was sent as an object, which receive() receives;"
                    + " it is used up; " + end);
        }
        return message.payload();
    }

    @Override
    public byte[] receiveBytes(int max) throws IOException, InterruptedException {
        if (max < 0) {
            throw new IllegalArgumentException("cannot receive bytes: the limit is negative; max=" + max);
        }
        byte[] message = receiveBytes();
        if (message.length > max) {
            close();
            throw new IOException("cannot receive bytes: the message is larger than allowed, and this end is closed"
                    + " now; bytes=" + message.length + " max=" + max + " " + end);
        }
        return message;
    }

    @Override
    public int receiveBytes(ByteBuffer message) throws IOException, InterruptedException {
        if (message.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        byte[] received = receiveBytes();
        if (received.length > message.remaining()) {
            throw new BufferTooShortException("cannot put a message into a buffer: there is less room; bytes="
                    + received.length + " room=" + message.remaining() + " " + end, received);
        }
        message.put(received);
        return received.length;
    }

    @Override
    public boolean isReadable() {
        return end.receives();
    }

    @Override
    public boolean isWritable() {
        return end.sends();
    }

    @Override
    public boolean isOpen() {
        return end.isOpen();
    }

    @Override
    public void close() {
        end.close();
    }

    @Override
    public boolean isReady() {
        return end.isReady();
    }

    @Override
    public String whyNever() {
        return end.receives() ? null : end.onlySends();
    }

    @Override
    public Registration register(Runnable wake) {
        return ReadyWatch.start(this, end::awaitReady, wake);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!end.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private Object writeReplace() throws ObjectStreamException {
        try {
            return end.toHandle();
        } catch (IOException closed) {
            throw new NotSerializableException(
                    "offspring.ipc.Connection: it is closed here, so that it cannot be sent; " + end);
        }
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a connection travels as its handle");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PipeConnection<?> connection && connection.end.handle() == end.handle();
    }

    @Override
    public int hashCode() {
        return Objects.hash(end.handle());
    }

    @Override
    public String toString() {
        String does = end.receives() && end.sends() ? "sends and receives" : end.sends() ? "sends" : "receives";
        return "Connection[" + does + (isOpen() ? "" : ", closed") + ", " + end + "]";
    }
}

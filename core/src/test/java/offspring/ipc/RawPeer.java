package offspring.ipc;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A peer that knows the key, and sends what it likes: a bare socket after a good handshake. */
record RawPeer(SocketChannel channel) implements AutoCloseable {

    private static final String DIGEST = "{sha256}";
    private static final String CHALLENGE = "#CHALLENGE#";

    static RawPeer connect(Path socket, byte[] key) throws IOException, GeneralSecurityException {
        RawPeer peer = new RawPeer(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        byte[] challenge = peer.receive();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] proof = mac.doFinal(Arrays.copyOfRange(challenge, CHALLENGE.length(), challenge.length));
        peer.sendFrame(ByteBuffer.allocate(DIGEST.length() + proof.length).put(ascii(DIGEST)).put(proof).array());
        String welcome = new String(peer.receive(), StandardCharsets.US_ASCII);
        if (!welcome.equals("#WELCOME#")) {
            throw new IOException("not welcome: " + welcome);
        }
        peer.sendFrame(ascii(CHALLENGE + DIGEST + "x".repeat(40)));
        peer.receive();
        peer.sendFrame(ascii("#WELCOME#"));
        return peer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void sendFrame(byte[] message) throws IOException {
        send(ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message));
    }

    /** Sends all that was put into a buffer. */
    void send(ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private byte[] receive() throws IOException {
        ByteBuffer message = read(read(ByteBuffer.allocate(4)).getInt());
        return message.array();
    }

    private ByteBuffer read(int length) throws IOException {
        return read(ByteBuffer.allocate(length));
    }

    private ByteBuffer read(ByteBuffer to) throws IOException {
        while (to.hasRemaining()) {
            if (channel.read(to) < 0) {
                throw new EOFException();
            }
        }
        return to.flip();
    }

    /** Whether the other side has closed the connection, which is waited for. */
    boolean isSentAway() {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true; // it has closed without having read everything
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package offspring.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection within a test: the client's end stays here, the other one travels. Reads are given up by closing. */
record Line(SocketChannel client, SocketChannel server) implements AutoCloseable {

    /** A new one, over the loopback interface. */
    static Line open() throws IOException {
        try (ServerSocketChannel listener = listener()) {
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            client.socket().setTcpNoDelay(true);
            return new Line(client, listener.accept());
        }
    }

    static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The other end's owner says it back in capitals. */
    String ask(String text) throws IOException {
        say(client, text);
        return hear(client);
    }

    /** Waits until nobody has the other end any more. */
    void awaitEnd() throws IOException {
        try {
            String rest = hear(client);
            if (rest != null) {
                throw new AssertionError("not the end, but: " + rest);
            }
        } catch (SocketException reset) {
            if (!reset.getMessage().contains("reset")) {
                throw reset;
            }
        }
    }

    static void say(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Null at the end. */
    static String hear(SocketChannel channel) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one) > 0) {
            char c = (char) one.flip().get();
            if (c == '\n') {
                return text.toString();
            }
            text.append(c);
            one.clear();
        }
        return null;
    }

    /** Says what it hears in capitals, until the end. */
    static void serve(SocketChannel channel) throws IOException {
        try (channel) {
            for (String text = hear(channel); text != null; text = hear(channel)) {
                say(channel, text.toUpperCase(Locale.ROOT));
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}

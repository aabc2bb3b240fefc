package offspring.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can be received can be sent, and no more. The payload is a file that takes no place. */
@ExtendWith(LeakCheck.class)
class MessageSizeTest {

    @TempDir
    Path directory;

    private final Arena arena = Arena.ofShared();
    private ByteBuffer zeros;
    private MessageSocket socket;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        Path file = directory.resolve("zeros");
        try (FileChannel sparse =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            zeros = sparse.map(MapMode.READ_WRITE, 0, MessageSocket.MOST_BYTES, arena).asByteBuffer();
        }
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            socket = new MessageSocket(SocketChannel.open(address));
            peer = listener.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        arena.close();
    }

    @Test
    void moreThanCanBeReceivedIsRefusedBeforeAnythingIsSent() throws Exception {
        int most = MessageSocket.MOST_BYTES - 1;
        assertThatThrownBy(() -> socket.send(zeros, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes=" + (most + 1) + " most=" + most);
        socket.send(ByteBuffer.wrap(new byte[] {5}), false);
        assertThat(read(5)).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 5}));
    }

    @Test
    void largestBytesAreSent() throws Exception {
        FutureTask<Void> sending = send(MessageSocket.MOST_BYTES, false);
        assertThat(read(4).getInt()).isEqualTo(MessageSocket.MOST_BYTES);
        awaitEnd(sending);
    }

    @Test
    void largestObjectIsSent() throws Exception {
        FutureTask<Void> sending = send(MessageSocket.MOST_BYTES - 1, true);
        assertThat(read(12)).isEqualTo(ByteBuffer.allocate(12).putInt(-1).putLong(MessageSocket.MOST_BYTES).flip());
        awaitEnd(sending);
    }

    private FutureTask<Void> send(int bytes, boolean isObject) {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            socket.send(zeros.slice(0, bytes), isObject);
            return null;
        });
        Thread.ofPlatform().daemon().start(sending);
        return sending;
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        while (head.hasRemaining()) {
            assertThat(peer.read(head)).isPositive();
        }
        return head.flip();
    }

    /** The head is enough. */
    private void awaitEnd(FutureTask<Void> sending) throws IOException {
        peer.close();
        assertThatThrownBy(sending::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }
}

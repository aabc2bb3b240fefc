package offspring.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class StrangersTest {

    @TempDir
    Path directory;

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(directory.resolve("s"));
    }

    private ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address());
    }

    /** Who had just finished when its place was taken is closed, and must not be given to anybody. */
    @Test
    void whoLostItsPlaceIsNotLetIn() throws Exception {
        try (ServerSocketChannel listener = listener()) {
            MessageSocket first = new MessageSocket(SocketChannel.open(address()));
            MessageSocket second = new MessageSocket(SocketChannel.open(address()));
            try {
                assertThat(listener.isOpen()).isTrue();
                Strangers strangers = new Strangers(1);
                assertThat(strangers.add(first)).isTrue();
                assertThat(strangers.add(second)).isTrue();
                assertThat(first.isOpen()).isFalse();
                assertThat(strangers.remove(first)).isFalse();
                assertThat(second.isOpen()).isTrue();
                assertThat(strangers.remove(second)).isTrue();
            } finally {
                first.close();
                second.close();
            }
        }
    }

    /** What a stranger claims to send reserves nothing, if it is more than what is acceptable. */
    @Test
    void lengthThatIsNotAcceptableReservesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ServerSocketChannel listener = listener()) {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) { // the first one loads classes
                try (SocketChannel one = SocketChannel.open(address()); SocketChannel other = listener.accept()) {
                    one.configureBlocking(false);
                    other.write(ByteBuffer.allocate(4).putInt(64 << 10).flip());
                    Assembly assembly = new Assembly(one, Unread.NOTHING);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    assertThat(assembly.advance(256)).isTrue();
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                    assertThatThrownBy(() -> assembly.take(256)).isInstanceOf(IOException.class).hasMessageContaining("max=256");
                }
            }
            assertThat(least).isLessThan(32 << 10);
        }
    }
}

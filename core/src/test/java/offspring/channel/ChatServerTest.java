package offspring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import offspring.Action1;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The chat servers of the tutorials, asked by clients that know nothing of us: Python's. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("try") // closed before the end on purpose
class ChatServerTest {

    /** All connect, and only then does any of them speak; each checks every reply. */
    private static final String CLIENTS =
            """
            import os, signal, socket, sys, threading
            port, count = int(sys.argv[1]), int(sys.argv[2])
            deadly = len(sys.argv) > 3
            together = threading.Barrier(count)
            failures = []

            def read(connection, length):
                data = b''
                while len(data) < length:
                    part = connection.recv(length - len(data))
                    if not part:
                        raise EOFError('closed after %r' % data)
                    data += part
                return data

            def talk(number):
                try:
                    with socket.create_connection(('127.0.0.1', port), 300) as connection:
                        together.wait(300)
                        for i in range(3):
                            text = ('client %d says %d\\n' % (number, i)).encode()
                            connection.sendall(text)
                            reply = read(connection, len(text))
                            if reply != text.upper():
                                raise ValueError('%r for %r' % (reply, text))
                            if deadly:
                                os.kill(os.getpid(), signal.SIGKILL)
                        connection.shutdown(socket.SHUT_WR)
                        if connection.recv(1):
                            raise ValueError('more than was asked for')
                except Exception as failure:
                    failures.append('%d: %r' % (number, failure))

            threads = [threading.Thread(target=talk, args=(n,)) for n in range(count)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            print('all well' if not failures else failures, flush=True)
            """;

    private static final int COUNT = 100;

    @BeforeEach
    void requireFeatureAndPython() throws InterruptedException {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        Python.require();
    }

    /** Serves one client, whose end, of whatever kind, is nothing special. */
    static void talk(SocketChannel connection) {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        try (connection) {
            while (connection.read(bytes.clear()) >= 0) {
                String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
                ByteBuffer reply = StandardCharsets.UTF_8.encode(text.toUpperCase(Locale.ROOT));
                while (reply.hasRemaining()) {
                    connection.write(reply);
                }
            }
        } catch (IOException clientDied) {
            assertThat(clientDied).isNotNull();
        }
    }

    @Test
    void aHundredClientsAtOnceEachWithAProcess() throws Exception {
        try (ServerSocketChannel listener = Line.listener()) {
            Thread server = serve(listener, connection -> ChildProcess.of(ChatServerTest::talk, connection).start());
            assertThat(clients(listener, COUNT)).containsExactly("all well");
            listener.close();
            server.join();
        }
        for (ChildProcess child : ChildProcess.active()) {
            child.join();
        }
    }

    @Test
    void aHundredClientsAtOnceShareThePoolsProcesses() throws Exception {
        try (ServerSocketChannel listener = Line.listener();
                Pool pool = Pool.create(4)) {
            Thread server = serve(listener, connection -> pool.applyAsync(taken -> {
                talk(taken);
                return null;
            }, connection));
            // More clients than workers: those who come later wait for an answer until others have gone.
            assertThat(clients(listener, COUNT)).containsExactly("all well");
            listener.close();
            server.join();
        }
    }

    @Test
    void clientThatIsKilledAndProcessThatIsKilledHarmNobodyElse(@TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        try (ServerSocketChannel listener = Line.listener()) {
            Thread server = serve(listener, connection -> ChildProcess.of(taken -> {
                notes.say("client " + ((InetSocketAddress) taken.getRemoteAddress()).getPort() + " "
                        + ProcessHandle.current().pid());
                talk(taken);
            }, connection).start());
            try (SocketChannel victim = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel other = SocketChannel.open(listener.getLocalAddress())) {
                for (SocketChannel client : List.of(victim, other)) {
                    Line.say(client, "before");
                    assertThat(Line.hear(client)).isEqualTo("BEFORE");
                }
                assertThat(clients(listener, 1, "dies")).as("killed in the middle").isEmpty();
                long pid = notes.awaitNumber("client " + victim.socket().getLocalPort() + " ");
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                new Line(victim, victim).awaitEnd();
                Line.say(other, "after");
                assertThat(Line.hear(other)).isEqualTo("AFTER");
                assertThat(clients(listener, 3)).containsExactly("all well");
            }
            listener.close();
            server.join();
        }
        for (ChildProcess child : ChildProcess.active()) {
            child.join();
        }
    }

    /** Accepts until the listener is closed; each connection is closed here as soon as it has been handed on. */
    private static Thread serve(ServerSocketChannel listener, Action1<SocketChannel> handOn) {
        return Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    try (SocketChannel connection = listener.accept()) {
                        handOn.accept(connection);
                    }
                }
            } catch (ClosedChannelException end) {
                assertThat(listener.isOpen()).isFalse();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    /** What the clients print. */
    private static List<String> clients(ServerSocketChannel listener, int count, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "python3", "-c", CLIENTS, "" + listener.socket().getLocalPort(), "" + count));
        command.addAll(List.of(more));
        Process python = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        python.getOutputStream().close();
        try (BufferedReader output = python.inputReader()) {
            List<String> lines = output.lines().toList();
            python.waitFor();
            python.getErrorStream().close();
            return lines;
        }
    }
}

package offspring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat servers as a user starts them, asked by a hundred clients at once that know nothing of us: Python's. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ChatServersTest {

    private static final int COUNT = 100;

    /**
     * All connect, and only then does any of them speak. Each sends a line that is cut within a character, has the answer to the
     * first part before it sends the other, and checks every reply.
     */
    private static final String CLIENTS =
            """
            import socket, sys, threading
            port, count = int(sys.argv[1]), int(sys.argv[2])
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

            def ask(connection, message, reply):
                connection.sendall(message)
                heard = read(connection, len(reply))
                if heard != reply:
                    raise ValueError('%r for %r' % (heard, message))

            def talk(number):
                try:
                    with socket.create_connection(('127.0.0.1', port), 300) as connection:
                        together.wait(300)
                        for i in range(3):
                            first = 'client %d says %d: gr' % (number, i)
                            rest = '\\u00fc\\u00df, \\u4f60\\u597d\\n'
                            cut = rest.encode()
                            ask(connection, first.encode() + cut[:1], first.upper().encode())
                            ask(connection, cut[1:], rest.upper().encode())
                        connection.shutdown(socket.SHUT_WR)
                        if connection.recv(1):
                            raise ValueError('more than was asked for')
                except Exception as failure:
                    failures.append('%d: %r' % (number, failure))

            threads = [threading.Thread(target=talk, args=(n,)) for n in range(count)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            print('all well' if not failures else ascii(failures), flush=True)
            """;

    @ParameterizedTest
    @ValueSource(strings = {"process/ChatServer.java", "pool/PoolChatServer.java"})
    void aHundredClientsAtOnce(String example) throws Exception {
        ExamplesTest.requirePython();
        Process server = ExamplesTest.launcher("run", example, "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            String port = said.readLine();
            assertThat(port).startsWith("serving at port ");
            assertThat(clients(port.substring(port.lastIndexOf(' ') + 1))).containsExactly("all well");
            assertThat(server.isAlive()).as("it serves until it is ended").isTrue();
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static List<String> clients(String port) throws Exception {
        Process python = new ProcessBuilder("python3", "-c", CLIENTS, port, "" + COUNT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = python.inputReader(StandardCharsets.UTF_8)) {
            return said.readAllLines();
        } finally {
            python.destroyForcibly().waitFor();
        }
    }
}

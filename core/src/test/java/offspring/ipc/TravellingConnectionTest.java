package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import offspring.testing.PythonProgram;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections between programs on their way from process to process. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@SuppressWarnings("try") // closed before the end on purpose
class TravellingConnectionTest {

    private static final int MORE_THAN_THE_SYSTEM_KEEPS = 32 << 20;

    @TempDir
    Path directory;

    @BeforeEach
    void requireFeature() {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
    }

    private static <V> V get(FutureTask<V> task) throws Exception {
        return task.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says objects back in capitals until one says so, and does not close: the end of its process does. */
    private static void serve(Connection<Object> connection) throws IOException, InterruptedException {
        for (String text = (String) connection.receive(); !text.equals("end"); text = (String) connection.receive()) {
            connection.send(text.toUpperCase(Locale.ROOT));
            connection.sendBytes(connection.receiveBytes());
        }
    }

    /** To {@link #serve}. */
    private static void ask(Connection<Object> client, String text) throws IOException, InterruptedException {
        client.send(text);
        client.sendBytes(text.getBytes(StandardCharsets.UTF_8));
        assertThat(client.receive()).isEqualTo(text.toUpperCase(Locale.ROOT));
        assertThat(client.receiveBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitEnd(Connection<Object> client) throws Exception {
        FutureTask<Object> receiving = Ends.start(false, client::receive);
        assertThat(catchThrowable(() -> get(receiving))).hasCauseInstanceOf(EOFException.class);
    }

    private static void awaitNormalEnd(ChildProcess child) throws InterruptedException {
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void childServesAnArgumentThoughTheSenderClosesAtOnce(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            ChildProcess child = ChildProcess.of(TravellingConnectionTest::serve, ends.server()).start();
            ends.server().close();
            ask(ends.client(), "first");
            ask(ends.client(), "second");
            ends.client().send("end");
            awaitEnd(ends.client());
            awaitNormalEnd(child);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void childHasBothEndsThatItCaptured(Ends.Kind kind) throws Exception {
        Ends ends = Ends.connect(kind, directory);
        Connection<Object> client = ends.client();
        Connection<Object> server = ends.server();
        String name = server.toString();
        ChildProcess child = new ChildProcess(() -> {
            assertThat(server.toString()).isEqualTo(name);
            client.send("to myself");
            assertThat(server.receive()).isEqualTo("to myself");
            client.close();
            assertThat(catchThrowable(server::receive)).isInstanceOf(EOFException.class);
            server.close();
        });
        child.start();
        ends.close();
        awaitNormalEnd(child);
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void peerSeesTheEndAsSoonAsAChildThatGoesOnHasClosed(Ends.Kind kind) throws Exception {
        Gate gate = Gate.in(directory);
        try (Ends ends = Ends.connect(kind, directory)) {
            ChildProcess child = ChildProcess.of(connection -> {
                assertThat(connection.receive()).isEqualTo("close");
                connection.close();
                gate.pass("seen");
            }, ends.server()).start();
            ends.server().close();
            ends.client().send("close");
            awaitEnd(ends.client());
            gate.mark("seen");
            awaitNormalEnd(child);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void peerSeesTheEndWhenTheChildIsKilled(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            ChildProcess child = ChildProcess.of(TravellingConnectionTest::serve, ends.server()).start();
            ends.server().close();
            ask(ends.client(), "are you there");
            child.kill();
            awaitEnd(ends.client());
            child.join();
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void tasksServeArgumentsAndCapturesAndReturnWhatTheyMade(Ends.Kind kind) throws Exception {
        try (Pool pool = Pool.create(2)) {
            for (boolean captured : new boolean[] {false, true}) {
                try (Ends ends = Ends.connect(kind, directory)) {
                    Connection<Object> server = ends.server();
                    AsyncResult<String> result = captured
                            ? pool.applyAsync(() -> serveOnce(server))
                            : pool.applyAsync(TravellingConnectionTest::serveOnce, server);
                    server.close();
                    ask(ends.client(), "a task");
                    ends.client().send("end");
                    awaitEnd(ends.client());
                    assertThat(result.get()).isEqualTo("served");
                }
            }
            try (Listener listener = Listener.bind(kind.free(directory), Ends.KEY)) {
                Address address = listener.address();
                try (Connection<Object> made = pool.apply(() -> Connection.connect(address, Ends.KEY));
                        Connection<Object> accepted = listener.accept()) {
                    accepted.send("for whoever has it");
                    assertThat(made.receive()).isEqualTo("for whoever has it");
                    made.send("thanks");
                    assertThat(accepted.receive()).isEqualTo("thanks");
                }
            }
        }
    }

    private static String serveOnce(Connection<Object> connection) throws IOException, InterruptedException {
        try (connection) {
            serve(connection);
            return "served";
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void isTakenFromAQueueWhenItsPutterIsGone(Ends.Kind kind) throws Exception {
        SharedQueue<Connection<Object>> queue = SharedQueue.create();
        try (Listener listener = Listener.bind(kind.free(directory), Ends.KEY)) {
            Address address = listener.address();
            ChildProcess child = new ChildProcess(() -> {
                try (Connection<Object> mine = Connection.connect(address, Ends.KEY)) {
                    mine.send("first");
                    queue.put(mine);
                }
            });
            child.start();
            try (Connection<Object> accepted = listener.accept()) {
                awaitNormalEnd(child);
                accepted.send("late");
                try (Connection<Object> taken = queue.take()) {
                    assertThat(taken.receive()).isEqualTo("late");
                    taken.send("second");
                }
                assertThat(accepted.receive()).isEqualTo("first");
                assertThat(accepted.receive()).isEqualTo("second");
                awaitEnd(accepted);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void goesThroughAPipeAndIsSentOnByWhoReceivedIt(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory);
                SharedPipe<Connection<Object>> pipe = SharedPipe.create()) {
            Connection<Connection<Object>> incoming = pipe.first();
            ChildProcess child = new ChildProcess(() -> {
                try (Connection<Object> received = incoming.receive()) {
                    assertThat(received.receive()).isEqualTo("for the child");
                    ChildProcess grandchild = ChildProcess.of(TravellingConnectionTest::serve, received).start();
                    received.close();
                    awaitNormalEnd(grandchild);
                }
            });
            child.start();
            pipe.second().send(ends.server());
            ends.server().close();
            ends.client().send("for the child");
            ask(ends.client(), "for the grandchild");
            ends.client().send("end");
            awaitEnd(ends.client());
            awaitNormalEnd(child);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void threadChildHasAConnectionOfItsOwn(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            Connection<Object> server = ends.server();
            ChildProcess child =
                    ChildProcess.builder().startMethod(StartMethod.THREAD).start(() -> serveOnce(server));
            server.close();
            ask(ends.client(), "thread");
            ends.client().send("end");
            awaitEnd(ends.client());
            child.join();
        }
    }

    /** All of them are read ahead with the first. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void messagesThatWereReadAheadArriveOnceAndInOrder(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory);
                Pool pool = Pool.create(1)) {
            for (int i = 0; i < 100; i++) {
                ends.client().send(i);
            }
            assertThat(ends.server().receive()).isEqualTo(0);
            AsyncResult<List<Object>> rest = pool.applyAsync(TravellingConnectionTest::receiveAll, ends.server());
            ends.server().close();
            ends.client().send("last");
            ends.client().close();
            List<Object> expected = new ArrayList<>(IntStream.range(1, 100).boxed().toList());
            expected.add("last");
            assertThat(rest.get()).isEqualTo(expected);
        }
    }

    private static List<Object> receiveAll(Connection<Object> connection) throws IOException, InterruptedException {
        List<Object> all = new ArrayList<>();
        try (connection) {
            while (true) {
                all.add(connection.receive());
            }
        } catch (EOFException end) {
            return all;
        }
    }

    /** Whoever waits for several things, or looks, finds it, though nothing comes from the socket any more. */
    @Test
    void messageThatWasReadAheadIsThereForWhoWaits() throws Exception {
        try (Ends ends = Ends.connect(Ends.Kind.UNIX, directory);
                Pool pool = Pool.create(1)) {
            ends.client().send("there");
            assertThat(ends.server().poll()).isTrue();
            AsyncResult<Boolean> found = pool.applyAsync(connection -> {
                try (connection) {
                    Waitable.waitForAny(List.of(connection));
                    return connection.poll() && connection.receive().equals("there");
                }
            }, ends.server());
            assertThat(found.get()).isTrue();
        }
    }

    /** Cut in its head, after its head, and where there is more of it than is read ahead. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10, 20_000, 500_000})
    void messageIsPutTogetherWhereItsRestIsReceived(int cut) throws Exception {
        byte[] message = new byte[600_000];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 31 + i / 1_000);
        }
        ByteBuffer frame = ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message);
        try (Listener listener = Listener.bind(Address.unix(directory.resolve("s")), Ends.KEY);
                RawPeer peer = RawPeer.connect(directory.resolve("s"), new byte[] {1, 2, 3});
                Connection<Object> server = listener.accept();
                Pool pool = Pool.create(1)) {
            FutureTask<Void> sending = Ends.start(false, () -> {
                peer.send(ByteBuffer.allocate(cut).put(frame.array(), 0, cut));
                return null;
            });
            while (!sending.isDone()) {
                assertThat(server.poll()).isFalse();
            }
            get(sending);
            assertThat(server.poll()).isFalse();
            AsyncResult<byte[]> received = pool.applyAsync(Connection::receiveBytes, server);
            server.close();
            peer.send(ByteBuffer.allocate(frame.capacity() - cut).put(frame.array(), cut, frame.capacity() - cut));
            assertThat(received.get()).isEqualTo(message);
        }
    }

    /**
     * The JDK ends the connection for everybody when a channel is closed that a selector has. Both kinds of selectors have had
     * it before it was sent, and have it again when it is closed.
     */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void closeOfASenderThatHasWaitedEndsNothing(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            registerEverywhere(ends.server());
            ChildProcess child = ChildProcess.of(TravellingConnectionTest::serve, ends.server()).start();
            ask(ends.client(), "before");
            assertThat(ends.server().poll()).as("it does not block").isFalse();
            registerEverywhere(ends.server());
            ends.server().close();
            ask(ends.client(), "after");
            ends.client().send("end");
            awaitEnd(ends.client());
            awaitNormalEnd(child);
        }
    }

    /** Those of {@link java.nio.channels.SocketChannel}s: one of each connection's own, and one for the process. */
    private static void registerEverywhere(Connection<?> connection) throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            FutureTask<Boolean> waiting = Ends.start(virtual, () -> connection.poll(Duration.ofMillis(1)));
            assertThat(get(waiting)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void closeByOneOfSeveralReceiversEndsNothing(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            ChildProcess first = ChildProcess.of(connection -> {
                assertThat(connection.receive()).isEqualTo("one");
                registerEverywhere(connection);
                connection.close();
            }, ends.server()).start();
            ends.client().send("one");
            awaitNormalEnd(first);
            ChildProcess second = ChildProcess.of(TravellingConnectionTest::serve, ends.server()).start();
            ends.server().close();
            ask(ends.client(), "another");
            ends.client().send("end");
            awaitEnd(ends.client());
            awaitNormalEnd(second);
        }
    }

    /** A message that the close cuts ends the connection for all: nobody's next message may come in the middle of it. */
    @Test
    void closeInTheMiddleOfAMessageEndsWhatTheOthersCouldSend() throws Exception {
        try (Ends ends = Ends.connect(Ends.Kind.UNIX, directory)) {
            ChildProcess child = ChildProcess.of(connection -> {
                assertThat(connection.receive()).isEqualTo("go on");
                assertThat(catchThrowable(() -> connection.send("in the middle"))).isInstanceOf(IOException.class);
            }, ends.server()).start();
            FutureTask<Void> sending = new FutureTask<>(() -> {
                ends.server().sendBytes(new byte[MORE_THAN_THE_SYSTEM_KEEPS]);
                return null;
            });
            Thread sender = Thread.ofPlatform().daemon().start(sending);
            Eventually.eventually("it waits for room", () -> sender.getState() == Thread.State.WAITING);
            ends.server().close();
            assertThat(catchThrowable(() -> get(sending))).hasCauseInstanceOf(IOException.class);
            ends.client().send("go on");
            awaitNormalEnd(child);
            assertThatThrownBy(ends.client()::receiveBytes).hasMessageContaining("ended in the middle of a message");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void pythonsClientIsServedByAChild(String family) throws Exception {
        PythonProgram.require();
        String script = """
                import sys
                from multiprocessing.connection import Client
                where = sys.argv[1]
                if ":" in where:
                    where = (where.rsplit(":", 1)[0], int(where.rsplit(":", 1)[1]))
                c = Client(where, authkey=b"the secret")
                for i in range(3):
                    c.send_bytes(b"message %d" % i)
                for i in range(3):
                    print(c.recv_bytes().decode())
                c.send_bytes(b"end")
                try:
                    c.recv_bytes()
                except EOFError:
                    print("end of file")
                """;
        AuthKey key = AuthKey.of("the secret".getBytes(StandardCharsets.US_ASCII)).withMd5();
        Address address = family.equals("unix") ? Address.unix(directory.resolve("s")) : Address.tcp("127.0.0.1", 0);
        try (Listener listener = Listener.bind(address, key);
                PythonProgram python = PythonProgram.start(script, listener.address().toString())) {
            Connection<Object> connection = listener.accept();
            ChildProcess child = ChildProcess.of(TravellingConnectionTest::echo, connection).start();
            connection.close();
            assertThat(python.readToEnd()).containsExactly("message 0", "message 1", "message 2", "end of file");
            awaitNormalEnd(child);
        }
    }

    private static void echo(Connection<Object> connection) throws IOException, InterruptedException {
        byte[] end = {'e', 'n', 'd'};
        for (byte[] message; !java.util.Arrays.equals(message = connection.receiveBytes(), end); ) {
            connection.sendBytes(message);
        }
    }
}

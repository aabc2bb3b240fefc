package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.AuthenticationException;
import offspring.process.ChildProcess;
import offspring.socket.Reception;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // some connect, and that is all
class ListenerTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path directory;

    private Address address() {
        return Address.unix(directory.resolve("s"));
    }

    private SocketChannel stranger() throws Exception {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("s")));
    }

    private static void waitForEnd(SocketChannel stranger) throws Exception {
        ByteBuffer anything = ByteBuffer.allocate(1000);
        while (stranger.read(anything.clear()) >= 0) {
            // the challenge, or that it was refused
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void peerWithAnotherKeyIsRefusedAndTheListenerGoesOn(Ends.Kind kind) throws Exception {
        try (Listener listener = Listener.bind(kind.free(directory), Ends.KEY)) {
            assertThat(listener.lastAccepted()).isEmpty();
            assertThatThrownBy(() -> Connection.connect(listener.address(), AuthKey.random()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("it has another key");
            assertThatThrownBy(listener::accept)
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("it has another key");
            assertThat(listener.lastAccepted().isPresent()).isEqualTo(kind == Ends.Kind.TCP);
            try (Connection<Integer> client = Connection.connect(listener.address(), Ends.KEY, LONG);
                    Connection<Integer> server = listener.accept()) {
                client.send(1);
                assertThat(server.receive()).isEqualTo(1);
            }
        }
    }

    /** The listener proves itself too: who only pretends to be one learns nothing and is not believed. */
    @Test
    void listenerThatDoesNotKnowTheKeyIsNotBelieved() throws Exception {
        try (ServerSocketChannel impostor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            impostor.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
            FutureTask<Void> pretends = Ends.start(true, () -> {
                try (SocketChannel peer = impostor.accept()) {
                    write(peer, "#CHALLENGE#{sha256}" + "x".repeat(40));
                    peer.read(ByteBuffer.allocate(1000));
                    write(peer, "#WELCOME#");
                    peer.read(ByteBuffer.allocate(1000));
                    write(peer, "{sha256}" + "y".repeat(32));
                    waitForEnd(peer);
                }
                return null;
            });
            assertThatThrownBy(() -> Connection.connect(address(), Ends.KEY))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("it has another key");
            pretends.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void write(SocketChannel peer, String message) throws Exception {
        byte[] bytes = message.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        peer.write(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip());
    }

    @Test
    void silentPeersHoldUpNobody() throws Exception {
        try (Listener listener = SocketListener.bind(address(), Ends.KEY, new Reception.Limits(1_000, LONG));
                SocketChannel first = stranger();
                SocketChannel second = stranger()) {
            second.write(ByteBuffer.wrap(new byte[] {0, 0}));
            try (Connection<Object> client = Connection.connect(address(), Ends.KEY);
                    Connection<Object> server = listener.accept()) {
                server.send("in");
                assertThat(client.receive()).isEqualTo("in");
            }
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void silentPeerIsSentAwayAfterATime() throws Exception {
        Reception.Limits limits = new Reception.Limits(10, Duration.ofMillis(50));
        try (Listener listener = SocketListener.bind(address(), Ends.KEY, limits);
                SocketChannel silent = stranger()) {
            assertThatThrownBy(listener::accept)
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("within PT0.05S");
            waitForEnd(silent);
        }
    }

    /** More strangers than there is room for: who was there longest goes, and who knows the key comes in. */
    @Test
    void crowdOfSilentPeersDoesNotKeepOthersOut() throws Exception {
        List<SocketChannel> crowd = new ArrayList<>();
        try (Listener listener = SocketListener.bind(address(), Ends.KEY, new Reception.Limits(5, LONG))) {
            for (int i = 0; i < 20; i++) {
                crowd.add(stranger());
            }
            try (Connection<Object> client = Connection.connect(address(), Ends.KEY)) {
                Connection<Object> server = null;
                int refused = 0;
                while (server == null) {
                    try {
                        server = listener.accept();
                    } catch (AuthenticationException crowded) {
                        assertThat(crowded).hasMessageContaining("limit=5");
                        refused++;
                    }
                }
                server.close();
                // Each is refused by a thread of its own, perhaps later than the one who came after it was let in.
                for (; refused < 15; refused++) {
                    assertThatThrownBy(() -> listener.accept(Eventually.patience())).hasMessageContaining("limit=5");
                }
                while (isOneRefused(listener)) {
                    refused++;
                }
                assertThat(refused).isBetween(15, 16);
            }
            waitForEnd(crowd.getFirst());
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    private static boolean isOneRefused(Listener listener) throws Exception {
        try (Connection<Object> nobody = listener.accept(Duration.ofMillis(100))) {
            throw new AssertionError("nobody else knows the key: " + nobody);
        } catch (AuthenticationException crowded) {
            assertThat(crowded).hasMessageContaining("limit=5");
            return true;
        } catch (SocketTimeoutException allAreThere) {
            return false;
        }
    }

    /** Only strangers give way, in the order in which they came, and nobody else notices. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void oldestStrangerGivesWayAndTheOthersStay(Ends.Kind kind) throws Exception {
        List<SocketChannel> strangers = new ArrayList<>();
        try (Listener listener = SocketListener.bind(kind.free(directory), Ends.KEY, new Reception.Limits(3, LONG));
                Connection<Object> client = Connection.connect(listener.address(), Ends.KEY);
                Connection<Object> server = listener.accept();
                Connection<Object> unaccepted = Connection.connect(listener.address(), Ends.KEY)) {
            Waitable.waitForAny(List.of(listener)); // until its last word was heard it would have to give way, too
            for (int i = 0; i < 3; i++) {
                strangers.add(challenged(listener));
            }
            Connection<Object> late = listener.accept();
            FutureTask<Object> accepts = Ends.start(true, listener::accept);
            for (int gone = 0; gone < 5; gone++) {
                strangers.add(challenged(listener));
                assertEnds(strangers.get(gone));
                for (SocketChannel other : strangers.subList(gone + 1, strangers.size())) {
                    assertIsOpen(other);
                }
                FutureTask<Object> evicted = accepts;
                assertThatThrownBy(() -> evicted.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS))
                        .cause()
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContaining("limit=3");
                accepts = Ends.start(true, listener::accept);
            }
            client.send("first");
            unaccepted.send("second");
            assertThat(server.receive()).isEqualTo("first");
            assertThat(late.receive()).isEqualTo("second");
            late.close();
            assertAccepts(listener, accepts);
        } finally {
            for (SocketChannel one : strangers) {
                one.close();
            }
        }
    }

    /** Who knows the key takes the place of the oldest, of which an accept tells before or after. */
    private static void assertAccepts(Listener listener, FutureTask<Object> accepts) throws Exception {
        try (Connection<Object> client = Connection.connect(listener.address(), Ends.KEY)) {
            client.send("in");
            Object received = null;
            FutureTask<Object> next = accepts;
            while (received == null) {
                try (Connection<?> server =
                        (Connection<?>) next.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                    received = server.receive();
                } catch (ExecutionException crowded) {
                    assertThat(crowded).hasCauseInstanceOf(AuthenticationException.class);
                    next = Ends.start(true, listener::accept);
                }
            }
            assertThat(received).isEqualTo("in");
        }
    }

    /** One that has been let in, and was asked for a proof. */
    private static SocketChannel challenged(Listener listener) throws Exception {
        SocketChannel stranger = SocketChannel.open(listener.address().resolve().getFirst());
        readFully(stranger, readFully(stranger, Integer.BYTES).getInt(0));
        return stranger;
    }

    private static ByteBuffer readFully(SocketChannel stranger, int count) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            assertThat(stranger.read(bytes)).as("bytes of a challenge").isPositive();
        }
        return bytes;
    }

    private static void assertEnds(SocketChannel stranger) throws Exception {
        Ends.start(true, () -> {
                    waitForEnd(stranger);
                    return null;
                })
                .get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void assertIsOpen(SocketChannel stranger) throws Exception {
        stranger.configureBlocking(false);
        assertThat(stranger.read(ByteBuffer.allocate(1))).as("neither a byte nor the end").isZero();
        stranger.configureBlocking(true);
    }

    /** Garbage, lengths that lie, and cut messages cost an error for who sends them, and no memory. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void hostilePeersHarmNobody(int seed) throws Exception {
        Random random = new Random(seed);
        try (Listener listener = SocketListener.bind(address(), Ends.KEY, new Reception.Limits(64, Duration.ofSeconds(60)))) {
            int[][] heads = {{0x7fffffff}, {-1, 0x7fffffff, -1}, {-1, -1, -1}, {-2}, {257}, {-1, 0, 300}, {0}, {16}};
            for (int i = 0; i < 60; i++) {
                try (SocketChannel peer = stranger()) {
                    ByteBuffer garbage = ByteBuffer.allocate(2_000);
                    for (int number : heads[i % heads.length]) {
                        garbage.putInt(number);
                    }
                    byte[] more = new byte[20 + random.nextInt(300)];
                    random.nextBytes(more);
                    peer.write(garbage.put(more).flip());
                    peer.shutdownOutput();
                    try {
                        waitForEnd(peer);
                    } catch (java.io.IOException reset) {
                        // it was not even read to its end
                    }
                }
                if (i % 2 == 0) {
                    assertThatThrownBy(() -> listener.accept(Duration.ofSeconds(30))).isInstanceOf(AuthenticationException.class);
                }
            }
            try (Connection<Object> client = Connection.connect(address(), Ends.KEY)) {
                Connection<Object> server = null;
                while (server == null) {
                    try {
                        server = listener.accept();
                    } catch (AuthenticationException hostile) {
                        assertThat(hostile).hasMessageContaining("did not prove");
                    }
                }
                client.send("friendly");
                assertThat(server.receive()).isEqualTo("friendly");
                server.close();
            }
        }
    }

    @Test
    void timesOutAndGoesOn() throws Exception {
        try (Listener listener = Listener.bind(address(), Ends.KEY)) {
            assertThatThrownBy(() -> listener.accept(Duration.ofMillis(10))).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> listener.accept(Duration.ofMillis(-10))).isInstanceOf(SocketTimeoutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(listener::accept).isInstanceOf(InterruptedException.class);
            Connection.connect(address(), Ends.KEY).close();
            listener.accept(LONG).close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingWakesWhoAccepts(boolean virtual) throws Exception {
        Listener listener = Listener.bind(address(), Ends.KEY);
        FutureTask<Object> accepts = Ends.start(virtual, listener::accept);
        Connection<Object> unaccepted;
        try {
            unaccepted = Connection.connect(address(), Ends.KEY);
            ((Connection<?>) accepts.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS)).close();
            unaccepted.close();
            unaccepted = Connection.connect(address(), Ends.KEY);
        } finally {
            listener.close();
        }
        assertThatThrownBy(unaccepted::receive).isInstanceOf(EOFException.class);
        unaccepted.close();
        assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class);
        assertThat(directory.resolve("s")).doesNotExist();
        listener.close();
        assertThatThrownBy(() -> Connection.connect(address(), Ends.KEY))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no such file");
    }

    /** A process that is killed leaves its file; who listens there next does not mind. */
    @Test
    void takesThePlaceOfADeadListenerAndOfNoOther() throws Exception {
        Notebook notes = Notebook.in(directory);
        Path file = directory.resolve("s");
        ChildProcess child = new ChildProcess(() -> {
                    Listener listener = Listener.bind(Address.unix(file), Ends.KEY);
                    notes.say("listens");
                    listener.accept();
                })
                .start();
        notes.await("listens");
        assertThatThrownBy(() -> Listener.bind(address(), Ends.KEY))
                .isInstanceOf(BindException.class)
                .hasMessageContaining(file.toString());
        assertThat(child.isAlive()).as("looking does it no harm").isTrue();
        child.kill();
        child.join();
        assertThat(file).exists();
        assertThatThrownBy(() -> Connection.connect(address(), Ends.KEY)).isInstanceOf(ConnectException.class);
        try (Listener listener = Listener.bind(address(), Ends.KEY)) {
            Connection.connect(address(), Ends.KEY).close();
            listener.accept().close();
        }
        assertThat(file).doesNotExist();
        Files.writeString(file, "not a socket");
        assertThatThrownBy(() -> Listener.bind(address(), Ends.KEY)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("not a socket");
    }

    @Test
    void fileGoesWhenTheProcessEndsWithoutClosing() throws Exception {
        Path file = directory.resolve("s");
        ChildProcess child = new ChildProcess(() -> Listener.bind(Address.unix(file), Ends.KEY)).start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(file).doesNotExist();
    }

    @Test
    void removesNoFileThatIsNotItsOwn() throws Exception {
        Listener first = Listener.bind(address(), Ends.KEY);
        Files.delete(directory.resolve("s"));
        try (Listener second = Listener.bind(address(), Ends.KEY)) {
            first.close();
            Connection.connect(second.address(), Ends.KEY).close();
        }
    }

    /** A peer that accepts nothing: the caller's limit and its interrupt count. */
    @Test
    void connectingToAListenerThatDoesNotAnswerEnds() throws Exception {
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(directory.resolve("s")), 1);
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> Connection.connect(address(), Ends.KEY, Duration.ofMillis(20)))
                        .as("the system's own queue is full in the end")
                        .isInstanceOf(SocketTimeoutException.class);
            }
            Thread caller = Thread.currentThread();
            Ends.start(false, () -> {
                Eventually.eventually("it waits", () -> caller.getState() == Thread.State.TIMED_WAITING || caller.getState() == Thread.State.WAITING);
                caller.interrupt();
                return null;
            });
            assertThatThrownBy(() -> Connection.connect(address(), Ends.KEY)).isInstanceOf(InterruptedException.class);
        }
        try (ServerSocketChannel deaf = ServerSocketChannel.open()) {
            deaf.bind(new InetSocketAddress("127.0.0.1", 0));
            Address tcp = Address.tcp("127.0.0.1", ((InetSocketAddress) deaf.getLocalAddress()).getPort());
            assertThatThrownBy(() -> Connection.connect(tcp, Ends.KEY, Duration.ofMillis(20)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void portInUseIsAnError() throws Exception {
        try (Listener listener = Listener.bind(Address.tcp("127.0.0.1", 0), Ends.KEY)) {
            assertThat(listener.address().port()).isPositive();
            assertThat(listener).hasToString("Listener[127.0.0.1:" + listener.address().port() + "]");
            assertThatThrownBy(() -> Listener.bind(listener.address(), Ends.KEY)).isInstanceOf(BindException.class);
        }
    }
}

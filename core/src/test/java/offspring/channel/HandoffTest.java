package offspring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import offspring.WorkerDiedException;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.wire.Payload;
import offspring.wire.Shipment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections and listeners in tasks, arguments and results. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // closed before the end on purpose
class HandoffTest {

    @BeforeEach
    void requireFeature() {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
    }

    /** Stands before a channel in what travels, and holds up its reader there. */
    static final class Stumbling implements Serializable {
        private static final long serialVersionUID = 1;
        private final Gate gate;

        Stumbling(Gate gate) {
            this.gate = gate;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            gate.markPid("stumbled");
            try {
                Bodies.block();
            } catch (InterruptedException stopped) {
                throw new InvalidObjectException("interrupted", stopped);
            }
        }
    }

    @Test
    void childServesWhatItWasGivenThoughTheSenderClosesAtOnce() throws Exception {
        try (Line captured = Line.open();
                Line passed = Line.open()) {
            SocketChannel server = captured.server();
            SocketAddress remote = server.getRemoteAddress();
            ChildProcess first = new ChildProcess(() -> {
                assertThat(server.getRemoteAddress()).isEqualTo(remote);
                Line.serve(server);
            });
            first.start();
            server.close();
            ChildProcess second = ChildProcess.of(Line::serve, passed.server()).start();
            passed.server().close();
            assertThat(captured.ask("one")).isEqualTo("ONE");
            assertThat(passed.ask("two")).isEqualTo("TWO");
            captured.client().shutdownOutput();
            passed.client().shutdownOutput();
            captured.awaitEnd();
            passed.awaitEnd();
            for (ChildProcess child : List.of(first, second)) {
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
        }
    }

    @Test
    void peerSeesTheEndAsSoonAsAChildThatGoesOnHasClosed(@TempDir Path directory) throws Exception {
        Gate gate = Gate.in(directory);
        try (Line line = Line.open()) {
            SocketChannel server = line.server();
            ChildProcess child = new ChildProcess(() -> {
                server.close();
                gate.pass("seen");
            });
            child.start();
            server.close();
            line.awaitEnd();
            gate.mark("seen");
            child.join();
        }
    }

    @Test
    void peerOfATaskSeesTheEndBeforeTheTaskEnds(@TempDir Path directory) throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1);
                Line captured = Line.open();
                Line passed = Line.open()) {
            SocketChannel server = captured.server();
            AsyncResult<?> first = pool.applyAsync(() -> {
                server.close();
                gate.pass("first");
                return null;
            });
            server.close();
            captured.awaitEnd();
            gate.mark("first");
            first.get();
            AsyncResult<?> second = pool.applyAsync(channel -> {
                channel.close();
                gate.pass("second");
                return null;
            }, passed.server());
            passed.server().close();
            passed.awaitEnd();
            gate.mark("second");
            second.get();
        }
    }

    @Test
    void tasksOfAPoolServeArgumentsAndCapturedConnections() throws Exception {
        try (Pool pool = Pool.create(2)) {
            List<Line> lines = new ArrayList<>();
            List<AsyncResult<?>> results = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Line line = Line.open();
                lines.add(line);
                SocketChannel server = line.server();
                results.add(i % 2 == 0
                        ? pool.applyAsync(HandoffTest::serveOnce, server)
                        : pool.applyAsync(() -> serveOnce(server)));
                server.close();
            }
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i).ask("line " + i)).isEqualTo("LINE " + i);
                lines.get(i).awaitEnd();
                results.get(i).get();
                lines.get(i).close();
            }
        }
    }

    private static Void serveOnce(SocketChannel channel) throws IOException {
        try (channel) {
            Line.say(channel, Line.hear(channel).toUpperCase());
        }
        return null;
    }

    @Test
    void connectionComesBackAsAResult() throws Exception {
        try (Pool pool = Pool.create(1);
                ServerSocketChannel listener = Line.listener()) {
            SocketAddress address = listener.getLocalAddress();
            SocketChannel connected = pool.apply(SocketChannel::open, address);
            try (Line line = new Line(connected, listener.accept())) {
                assertThat(connected.getRemoteAddress()).isEqualTo(address);
                assertThat(connected.getLocalAddress()).isEqualTo(line.server().getRemoteAddress());
                ChildProcess child = ChildProcess.of(Line::serve, line.server()).start();
                line.server().close();
                assertThat(line.ask("there and back")).isEqualTo("THERE AND BACK");
                connected.shutdownOutput();
                line.awaitEnd();
                child.join();
            }
            // Nor does the worker that made it keep it: else its peer would never hear of the close.
            try (SocketChannel other = pool.apply(SocketChannel::open, address);
                    SocketChannel accepted = listener.accept()) {
                pool.apply(() -> 1);
                assertThat(other.isConnected()).isTrue();
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void severalProcessesAcceptFromOneListener() throws Exception {
        ServerSocketChannel listener = Line.listener();
        SocketAddress address = listener.getLocalAddress();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ChildProcess child = new ChildProcess(() -> {
                assertThat(listener.getLocalAddress()).isEqualTo(address);
                while (true) {
                    try (SocketChannel next = listener.accept()) {
                        Line.say(next, ProcessHandle.current().pid() + "");
                        Line.hear(next);
                    }
                }
            });
            child.start();
            children.add(child);
        }
        listener.close();
        Set<String> pids = new HashSet<>();
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SocketChannel client = SocketChannel.open(address);
            clients.add(client);
            pids.add(Line.hear(client)); // each serves one at a time
        }
        assertThat(pids).hasSize(3);
        for (SocketChannel client : clients) {
            client.close();
        }
        for (ChildProcess child : children) {
            child.kill();
            child.join();
        }
        assertThat(catchThrowable(() -> SocketChannel.open(address).close()))
                .as("nobody has the port any more")
                .isInstanceOf(IOException.class);
    }

    @Test
    void oneListenerServesAllWorkersOfAMap() throws Exception {
        try (Pool pool = Pool.create(2);
                ServerSocketChannel listener = Line.listener()) {
            SocketAddress address = listener.getLocalAddress();
            AsyncResult<List<Integer>> served = pool.mapAsync(count -> {
                for (int i = 0; i < count; i++) {
                    serveOnce(listener.accept());
                }
                return count;
            }, List.of(3, 3, 3, 3), 1);
            for (int i = 0; i < 12; i++) {
                try (SocketChannel client = SocketChannel.open(address)) {
                    Line.say(client, "x" + i);
                    assertThat(Line.hear(client)).isEqualTo("X" + i);
                }
            }
            assertThat(served.get()).containsExactly(3, 3, 3, 3);
        }
    }

    @Test
    void receiverThatIsKilledBeforeItHasTheConnectionEndsIt(@TempDir Path directory) throws Exception {
        Gate gate = Gate.in(directory);
        try (Line line = Line.open()) {
            Object[] content = {new Stumbling(gate), line.server()};
            ChildProcess child = ChildProcess.of(both -> {}, content).start();
            line.server().close();
            gate.awaitPid("stumbled");
            child.kill();
            line.awaitEnd();
            child.join();
        }
    }

    @Test
    void workerThatIsKilledBeforeItHasTheConnectionEndsIt(@TempDir Path directory) throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1);
                Line line = Line.open()) {
            AsyncResult<?> result = pool.applyAsync(both -> null, new Object[] {new Stumbling(gate), line.server()});
            line.server().close();
            kill(gate.awaitPid("stumbled"));
            line.awaitEnd();
            assertThat(catchThrowable(result::get).getCause()).isInstanceOf(WorkerDiedException.class);
        }
    }

    @Test
    void receiverThatIsKilledWhileItServesEndsItsConnectionAndNoOther(@TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        try (Pool pool = Pool.create(2);
                Line ofPool = Line.open();
                Line ofOther = Line.open();
                Line ofChild = Line.open()) {
            pool.applyAsync(channel -> {
                notes.say("worker " + ProcessHandle.current().pid());
                Line.serve(channel);
                return null;
            }, ofPool.server());
            AsyncResult<?> other = pool.applyAsync(channel -> {
                Line.serve(channel);
                return null;
            }, ofOther.server());
            ChildProcess child = ChildProcess.of(Line::serve, ofChild.server()).start();
            for (Line line : List.of(ofPool, ofOther, ofChild)) {
                line.server().close();
                assertThat(line.ask("a")).isEqualTo("A");
            }
            kill(notes.awaitNumber("worker "));
            child.kill();
            ofPool.awaitEnd();
            ofChild.awaitEnd();
            assertThat(ofOther.ask("b")).isEqualTo("B");
            ofOther.client().close();
            other.get();
            child.join();
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    @Test
    void messageThatIsDroppedClosesTheConnection() throws Exception {
        try (Line line = Line.open()) {
            Shipment shipment = Shipment.of(List.of(line.server(), "and more"));
            line.server().close();
            shipment.letGo();
            line.awaitEnd();
            assertThat(catchThrowable(() -> Payload.decode(shipment.payload())))
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void taskThatIsNeverRunClosesTheConnection() throws Exception {
        try (Line line = Line.open();
                Line unserved = Line.open()) {
            try (Pool pool = Pool.create(1)) {
                pool.applyAsync(HandoffTest::serveOnce, line.server());
                pool.applyAsync(HandoffTest::serveOnce, unserved.server());
                line.server().close();
                unserved.server().close();
                pool.terminate();
            }
            line.awaitEnd();
            unserved.awaitEnd();
        }
    }

    @Test
    void cancelledMapLetsGoOfWhatItsFunctionHas(@TempDir Path directory) throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1);
                Line line = Line.open()) {
            Object[] content = {new Stumbling(gate), line.server()};
            AsyncResult<?> map = pool.mapAsync(i -> content.length + i, List.of(1, 2, 3), 1);
            line.server().close();
            gate.awaitPid("stumbled");
            map.cancel(false);
            line.awaitEnd();
            pool.terminate();
        }
    }

    @Test
    void initializerGivesAListenerToEachWorkerAndItIsGoneWithThePool() throws Exception {
        ServerSocketChannel listener = Line.listener();
        SocketAddress address = listener.getLocalAddress();
        try (Pool pool = Pool.builder().processes(2).initializer(() -> LISTENER.set(listener)).build()) {
            List<AsyncResult<Integer>> served = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                served.add(pool.applyAsync(() -> {
                    serveOnce(LISTENER.get().accept());
                    return 1;
                }));
            }
            listener.close();
            for (int i = 0; i < 2; i++) {
                try (SocketChannel client = SocketChannel.open(address)) {
                    Line.say(client, "x" + i);
                    assertThat(Line.hear(client)).isEqualTo("X" + i);
                }
            }
            for (AsyncResult<Integer> one : served) {
                one.get();
            }
        }
        Eventually.eventually("the end of the listener", () -> {
            try {
                SocketChannel.open(address).close();
                return false;
            } catch (IOException nobodyListens) {
                return true;
            }
        });
    }

    private static final AtomicReference<ServerSocketChannel> LISTENER = new AtomicReference<>();

    @Test
    void messageIsReadAsOftenAsItIsReadWhileItIsThere() throws Exception {
        try (Line line = Line.open()) {
            Shipment shipment = Shipment.of(line.server());
            line.server().close();
            for (int i = 0; i < 3; i++) {
                try (SocketChannel copy = (SocketChannel) Payload.decode(shipment.payload())) {
                    Line.say(copy, "copy " + i);
                    assertThat(Line.hear(line.client())).isEqualTo("copy " + i);
                }
            }
            shipment.letGo();
            line.awaitEnd();
        }
    }

    /** Cannot be read. */
    static final class Broken implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new InvalidObjectException("broken");
        }
    }

    @Test
    void connectionInAMessageThatCannotBeReadIsClosed() throws Exception {
        try (Pool pool = Pool.create(1);
                Line line = Line.open()) {
            AsyncResult<?> result = pool.applyAsync(both -> null, new Object[] {line.server(), new Broken()});
            line.server().close();
            line.awaitEnd();
            assertThat(catchThrowable(result::get)).hasMessageContaining("broken");
            assertThat(pool.apply(() -> "goes on")).isEqualTo("goes on");
        }
    }

    @Test
    void connectionAtTheEndOfALongChainArrives() throws Exception {
        Object[] chain = {};
        try (Pool pool = Pool.create(1);
                Line line = Line.open()) {
            for (int i = 0; i < 20_000; i++) {
                chain = new Object[] {i == 0 ? line.server() : null, chain};
            }
            AsyncResult<?> result = pool.applyAsync(links -> {
                Object[] link = links;
                while (link[0] == null) {
                    link = (Object[]) link[1];
                }
                return serveOnce((SocketChannel) link[0]);
            }, chain);
            line.server().close();
            assertThat(line.ask("deep")).isEqualTo("DEEP");
            result.get();
            line.awaitEnd();
        }
    }

    @Test
    void sameChannelTwiceInOneMessageIsOneChannel() throws Exception {
        try (Line line = Line.open()) {
            Shipment shipment = Shipment.of(List.of(line.server(), line.server()));
            List<?> both = (List<?>) Payload.decode(shipment.payload());
            shipment.letGo();
            assertThat(both.get(0)).isSameAs(both.get(1)).isNotSameAs(line.server());
            ((SocketChannel) both.get(0)).close();
        }
    }

    @Test
    void fiveHundredConnectionsLeaveNothingBehind() throws Exception {
        try (Pool pool = Pool.create(2)) {
            for (int round = 0; round < 10; round++) {
                List<Line> lines = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    Line line = Line.open();
                    lines.add(line);
                    pool.applyAsync(HandoffTest::serveOnce, line.server());
                    line.server().close();
                }
                for (Line line : lines) {
                    assertThat(line.ask("hello")).isEqualTo("HELLO");
                    line.awaitEnd();
                    line.close();
                }
            }
        }
    }

    @Test
    void grandchildServesWhatAChildHasAccepted(@TempDir Path directory) throws Exception {
        ServerSocketChannel listener = Line.listener();
        SocketAddress address = listener.getLocalAddress();
        ChildProcess child = new ChildProcess(() -> {
            try (SocketChannel accepted = listener.accept()) {
                ChildProcess grandchild = ChildProcess.of(Line::serve, accepted).start();
                accepted.close();
                grandchild.join();
            }
        });
        child.start();
        listener.close();
        try (SocketChannel client = SocketChannel.open(address)) {
            Line.say(client, "down there");
            assertThat(Line.hear(client)).isEqualTo("DOWN THERE");
            client.shutdownOutput();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void threadChildHasAChannelOfItsOwn() throws Exception {
        try (Line line = Line.open()) {
            SocketChannel server = line.server();
            ChildProcess child =
                    ChildProcess.builder().startMethod(StartMethod.THREAD).start(() -> Line.serve(server));
            server.close();
            assertThat(line.ask("x")).isEqualTo("X");
            line.client().close();
            child.join();
        }
    }
}

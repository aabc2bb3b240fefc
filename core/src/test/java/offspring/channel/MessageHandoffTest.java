package offspring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import offspring.ipc.SharedPipe;
import offspring.ipc.SharedQueue;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.shm.SharedIntArray;
import offspring.sync.SharedLock;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections and listeners in queues and pipes. */
@ExtendWith(LeakCheck.class)
class MessageHandoffTest {

    @BeforeEach
    void requireFeature() {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
    }

    @Test
    void whatAChildHasAcceptedIsTakenWhenTheChildIsGone() throws Exception {
        SharedQueue<SocketChannel> queue = SharedQueue.create();
        try (ServerSocketChannel listener = Line.listener();
                SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            ChildProcess child = new ChildProcess(() -> {
                try (SocketChannel accepted = listener.accept()) {
                    queue.put(accepted);
                }
            });
            child.start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            try (Line line = new Line(client, queue.take())) {
                assertThat(line.server().getRemoteAddress()).isEqualTo(client.getLocalAddress());
                Line.say(client, "late");
                assertThat(Line.hear(line.server())).isEqualTo("late");
                line.server().close();
                line.awaitEnd();
            }
        }
    }

    /** For the kernel the first one has no peer any more, and all its other addresses are the second one's. */
    @Test
    void connectionThatWasResetIsNotTakenForTheNextOneFromTheSamePlace() throws Exception {
        try (ServerSocketChannel listener = Line.listener()) {
            Socket first = from(0);
            first.connect(listener.getLocalAddress());
            int port = first.getLocalPort();
            try (SocketChannel reset = listener.accept()) {
                first.setSoLinger(true, 0);
                first.close();
                awaitReset(reset);
                try (Socket second = from(port)) {
                    second.connect(listener.getLocalAddress());
                    try (SocketChannel other = listener.accept()) {
                        assertThat(other.getRemoteAddress()).isEqualTo(reset.getRemoteAddress());
                        SharedQueue<SocketChannel> queue = SharedQueue.create();
                        queue.put(reset);
                        second.getOutputStream().write('x');
                        try (SocketChannel arrived = queue.take()) {
                            assertThat(arrived.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                        }
                        assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(1);
                    }
                }
            }
        }
    }

    private static Socket from(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void awaitReset(SocketChannel channel) {
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    @Test
    void allThatAChildHasMadeWorksWhenTheChildIsGone() throws Exception {
        SharedQueue<Object> queue = SharedQueue.create();
        try (ServerSocketChannel listener = Line.listener();
                SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            ChildProcess child = new ChildProcess(() -> {
                SharedLock lock = SharedLock.create();
                lock.lock();
                queue.put(lock);
                queue.put(SharedIntArray.of(1, 2, 3));
                SharedQueue<String> inner = SharedQueue.create();
                inner.put("from there");
                queue.put(inner);
                try (SocketChannel accepted = listener.accept()) {
                    queue.put(accepted);
                }
                lock.unlock();
            });
            child.start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(((SharedLock) queue.take()).tryLock()).isTrue();
            assertThat(((SharedIntArray) queue.take()).get(2)).isEqualTo(3);
            assertThat(((SharedQueue<?>) queue.take()).take()).isEqualTo("from there");
            try (Line line = new Line(client, (SocketChannel) queue.take())) {
                Line.say(client, "in time");
                assertThat(Line.hear(line.server())).isEqualTo("in time");
            }
        }
    }

    @Test
    void workersTakeConnectionsFromAQueueAndTheirPeersHearTheCloseAtOnce() throws Exception {
        SharedQueue<SocketChannel> queue = SharedQueue.create();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ChildProcess child = new ChildProcess(() -> queue.forEachTaken(channel -> {
                try {
                    Line.serve(channel);
                } catch (java.io.IOException reset) {
                    throw new java.io.UncheckedIOException(reset);
                }
            }));
            child.start();
            children.add(child);
        }
        for (int i = 0; i < 20; i++) {
            try (Line line = Line.open()) {
                queue.put(line.server());
                line.server().close();
                assertThat(line.ask("no " + i)).isEqualTo("NO " + i);
                line.client().shutdownOutput();
                line.awaitEnd();
            }
        }
        queue.close();
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void peekedConnectionCanStillBeTaken() throws Exception {
        SharedQueue<SocketChannel> queue = SharedQueue.create();
        try (Line line = Line.open()) {
            queue.put(line.server());
            line.server().close();
            try (SocketChannel seen = queue.peek()) {
                assertThat(seen.getRemoteAddress()).isEqualTo(line.client().getLocalAddress());
            }
            try (SocketChannel taken = queue.take()) {
                Line.say(taken, "taken");
                assertThat(Line.hear(line.client())).isEqualTo("taken");
            }
            line.awaitEnd();
        }
    }

    @Test
    void pipeCarriesAConnectionDownAndUp() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create();
        ChildProcess child = ChildProcess.of(end -> {
            SocketChannel given = (SocketChannel) end.receive();
            end.send(SocketChannel.open((SocketAddress) end.receive()));
            Line.serve(given);
        }, pipe.second()).start();
        pipe.second().close();
        try (Line line = Line.open();
                ServerSocketChannel listener = Line.listener()) {
            pipe.first().send(line.server());
            line.server().close();
            pipe.first().send(listener.getLocalAddress());
            try (Line back = new Line((SocketChannel) pipe.first().receive(), listener.accept())) {
                Line.say(back.client(), "up");
                assertThat(Line.hear(back.server())).isEqualTo("up");
            }
            assertThat(line.ask("down")).isEqualTo("DOWN");
            line.client().shutdownOutput();
            line.awaitEnd();
        }
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        pipe.close();
    }

    /** The child drops what its own child has left: sixty words to the keeper at once, more than it can hear. */
    @Test
    void queueThatAChildDropsEndsTheConnectionsInIt() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (ServerSocketChannel listener = Line.listener()) {
            ChildProcess child = new ChildProcess(() -> {
                ChildProcess grandchild = new ChildProcess(() -> leaveSixty(listener)).start();
                grandchild.join();
                assertThat(grandchild.exitCode()).hasValue(0);
            });
            child.start();
            for (int i = 0; i < 60; i++) {
                clients.add(SocketChannel.open(listener.getLocalAddress()));
            }
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            for (SocketChannel client : clients) {
                client.configureBlocking(false);
                Eventually.eventually("the end of " + client, () -> isOver(client));
            }
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static void leaveSixty(ServerSocketChannel listener) throws Exception {
        SharedQueue<SocketChannel> queue = SharedQueue.create();
        for (int i = 0; i < 60; i++) {
            try (SocketChannel accepted = listener.accept()) {
                queue.put(accepted);
            }
        }
        Reference.reachabilityFence(queue);
    }

    private static boolean isOver(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void messagesThatNobodyReadsEndTheirConnections() throws Exception {
        try (Line inPipe = Line.open();
                Line inProcess = Line.open()) {
            SharedPipe<SocketChannel> pipe = SharedPipe.create();
            pipe.first().send(inPipe.server());
            inPipe.server().close();
            pipe.close();
            inPipe.awaitEnd();
            SharedPipe<SocketChannel> other = SharedPipe.create();
            SocketChannel server = inProcess.server();
            ChildProcess child = new ChildProcess(() -> {
                try (other) {
                    other.first().send(server);
                }
            });
            child.start();
            server.close();
            child.join();
            other.close();
            inProcess.awaitEnd();
        }
    }
}

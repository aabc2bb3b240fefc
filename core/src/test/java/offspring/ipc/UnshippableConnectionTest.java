package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.NotShippableException;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import offspring.testing.TestJvm;
import offspring.wire.Abroad;
import offspring.wire.Payload;
import offspring.wire.Shipment;
import offspring.wire.UndecodableException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a connection does not travel, what is said about it, and that it goes on. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class UnshippableConnectionTest {

    private static final int MORE_THAN_THE_SYSTEM_KEEPS = 32 << 20;

    @TempDir
    Path directory;

    private Ends ends() throws Exception {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        return Ends.connect(Ends.Kind.UNIX, directory);
    }

    private static <V> V get(FutureTask<V> task) throws Exception {
        return task.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends it to nobody. */
    private static void ship(Connection<?> connection) {
        Shipment.of(List.of("first", connection)).letGo();
    }

    private static void awaitRefusal(Connection<?> connection, String why) {
        Eventually.eventuallyAsserted(() -> assertThatThrownBy(() -> ship(connection))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("offspring.ipc.Connection: " + why + ", so that it cannot be sent")
                .hasMessageNotContaining("look at the writeObject"));
    }

    /** How somebody may wait. */
    enum Wait {
        RECEIVE,
        POLL,
        VIRTUAL,
        SEVERAL;

        FutureTask<Object> on(Connection<Object> connection) {
            Callable<Object> body = switch (this) {
                case RECEIVE, VIRTUAL -> connection::receive;
                case POLL -> () -> {
                    connection.poll(Eventually.patience());
                    return connection.receive();
                };
                case SEVERAL -> () -> {
                    Waitable.waitForAny(List.of(connection));
                    return connection.receive();
                };
            };
            return Ends.start(this == VIRTUAL, body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyWaitsForStaysAndGoesOn(Wait wait) throws Exception {
        try (Ends ends = ends()) {
            FutureTask<Object> waiting = wait.on(ends.server());
            awaitRefusal(ends.server(), "a thread waits for it");
            ends.client().send("for who waits");
            assertThat(get(waiting)).isEqualTo("for who waits");
            ship(ends.server());
            assertGoesOn(ends);
        }
    }

    private static void assertGoesOn(Ends ends) throws IOException, InterruptedException {
        ends.client().send("still");
        assertThat(ends.server().receive()).isEqualTo("still");
        ends.server().send("here");
        assertThat(ends.client().receive()).isEqualTo("here");
    }

    @Test
    void whatSendsStaysAndGoesOn() throws Exception {
        try (Ends ends = ends()) {
            byte[] message = new byte[MORE_THAN_THE_SYSTEM_KEEPS];
            FutureTask<Object> sending = Ends.start(false, () -> {
                ends.server().sendBytes(message);
                return null;
            });
            awaitRefusal(ends.server(), "a message is being sent");
            assertThat(ends.client().receiveBytes()).isEqualTo(message);
            get(sending);
            ship(ends.server());
            assertGoesOn(ends);
        }
    }

    @Test
    void whatFinishesAMessageStaysAndGoesOn() throws Exception {
        try (Ends ends = ends()) {
            byte[] message = new byte[MORE_THAN_THE_SYSTEM_KEEPS];
            FutureTask<Object> sending = new FutureTask<>(() -> {
                ends.server().sendBytes(message);
                return Thread.interrupted();
            });
            Thread sender = Thread.ofPlatform().daemon().start(sending);
            Eventually.eventually("it waits for room", () -> sender.getState() == Thread.State.WAITING);
            sender.interrupt();
            assertThat(get(sending)).as("the sender has left").isEqualTo(true);
            awaitRefusal(ends.server(), "a message is being sent");
            assertThat(ends.client().receiveBytes()).isEqualTo(message);
            Eventually.eventually("the message is finished", () -> catchThrowable(() -> ship(ends.server())) == null);
            assertGoesOn(ends);
        }
    }

    @Test
    void whatIsClosedIsRefused() throws Exception {
        try (Ends ends = ends()) {
            ends.server().close();
            awaitRefusal(ends.server(), "it is closed here");
        }
    }

    @Test
    void whatIsBrokenIsRefused() throws Exception {
        try (Ends ends = ends();
                RawPeer peer = RawPeer.connect(directory.resolve("s"), new byte[] {1, 2, 3});
                Connection<Object> server = ends.listener().accept()) {
            peer.send(ByteBuffer.allocate(4).putInt(-2));
            assertThat(server.poll(Eventually.patience())).isTrue();
            awaitRefusal(server, "it is broken: the peer ended in the middle of a message, or sent none of this protocol");
        }
    }

    /** Who had it at its end learns of the end where it arrives. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void whatHasEndedTravels(Ends.Kind kind) throws Exception {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        try (Ends ends = Ends.connect(kind, directory)) {
            ends.client().send("last");
            ends.client().close();
            assertThat(ends.server().poll()).isTrue();
            assertArrives(ends.server(), "last");
        }
    }

    /** Who closes with something unread resets a TCP connection, whose addresses the system then forgets. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void whatThePeerHasResetTravels(Ends.Kind kind) throws Exception {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        try (Ends ends = Ends.connect(kind, directory)) {
            ends.client().send("last");
            ends.server().send("never read");
            assertThat(ends.server().poll()).isTrue();
            ends.client().close();
            assertArrives(ends.server(), "last");
        }
    }

    private static void assertArrives(Connection<Object> server, Object message) throws Exception {
        Shipment shipment = Shipment.once(server);
        try (Connection<?> arrived = (Connection<?>) Payload.decode(shipment.payload())) {
            server.close();
            shipment.letGo();
            assertThat(arrived.receive()).isEqualTo(message);
            assertThatThrownBy(arrived::receive).isInstanceOf(java.io.EOFException.class);
        }
    }

    @Test
    void sameConnectionTwiceInOneMessageIsOneConnection() throws Exception {
        try (Ends ends = ends()) {
            Shipment shipment = Shipment.of(List.of(ends.server(), new Object[] {ends.server()}, ends.client()));
            List<?> all = (List<?>) Payload.decode(shipment.payload());
            shipment.letGo();
            Connection<?> server = (Connection<?>) all.get(0);
            assertThat(((Object[]) all.get(1))[0]).isSameAs(server).isNotSameAs(ends.server());
            server.close();
            ((Connection<?>) all.get(2)).close();
            assertGoesOn(ends);
        }
    }

    /** Messages pass whenever somebody else looks whether it can travel; nothing is lost, nothing comes twice. */
    @Test
    void messagesPassBetweenShipments() throws Exception {
        int count = 2_000;
        try (Ends ends = ends()) {
            FutureTask<Object> sending = Ends.start(true, () -> {
                for (int i = 0; i < count; i++) {
                    ends.client().send(i);
                }
                return null;
            });
            FutureTask<List<Object>> receiving = Ends.start(true, () -> {
                List<Object> all = new ArrayList<>();
                while (all.size() < count) {
                    all.add(ends.server().receive());
                }
                return all;
            });
            List<Throwable> others = new ArrayList<>();
            while (!receiving.isDone()) {
                for (Connection<?> end : List.of(ends.server(), ends.client())) {
                    Throwable refused = catchThrowable(() -> ship(end));
                    if (refused != null && !(refused instanceof NotShippableException && refused.getMessage().contains("a "))) {
                        others.add(refused);
                    }
                }
            }
            get(sending);
            assertThat(get(receiving)).containsExactlyElementsOf(java.util.stream.IntStream.range(0, count).boxed().toList());
            assertThat(others).isEmpty();
        }
    }

    @Test
    void closeWhileItIsSentLeavesNothing() throws Exception {
        for (int round = 0; round < 100; round++) {
            try (Ends ends = ends()) {
                FutureTask<Object> closing = Ends.start(round % 2 == 0, () -> {
                    ends.server().close();
                    return null;
                });
                Throwable refused = catchThrowable(() -> ship(ends.server()));
                get(closing);
                assertThat(refused == null || refused.getMessage().contains("closed")).as("%s", refused).isTrue();
                assertThatThrownBy(ends.client()::receive).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void streamOfSomebodyElseIsRefused() throws Exception {
        try (Ends ends = ends();
                ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(ends.server()))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("it travels between the processes of a program and nowhere else");
            assertGoesOn(ends);
        }
    }

    /** Nor can a peer of another program make one here, whatever it sends. */
    @Test
    void anotherProgramCannotSendOne() throws Exception {
        try (Ends ends = ends()) {
            Shipment shipment = Shipment.of(new Object[] {ends.server()});
            byte[] bytes = shipment.payload();
            assertThatThrownBy(() -> Abroad.decode(bytes, 0, bytes.length))
                    .isInstanceOf(UndecodableException.class)
                    .hasStackTraceContaining("travels between the processes of a program and nowhere else");
            shipment.letGo();
        }
    }

    /** Tries to send a connection. */
    static final class Refused {
        public static void main(String[] arguments) throws Exception {
            try (Ends ends = Ends.connect(Ends.Kind.TCP, null)) {
                try {
                    ChildProcess.of(Connection::receive, ends.server()).start();
                    System.out.println("started");
                } catch (NotShippableException refused) {
                    System.out.println(refused.getMessage());
                }
                assertGoesOn(ends);
                System.out.println("goes on");
            }
        }
    }

    @Test
    void whereSocketsCannotBeHandedOverTheErrorSaysSo() throws Exception {
        for (String refused : List.of("handoff", "native")) {
            List<String> options = List.of("-Doffspring.os.refuse=" + refused);
            try (TestJvm jvm = TestJvm.start(List.of(), options, Refused.class)) {
                assertThat(jvm.readLine())
                        .contains("offspring.ipc.Connection: it cannot leave this process: sockets cannot be handed over here")
                        .contains("refused by -Doffspring.os.refuse")
                        .contains("SO_REUSEPORT");
                assertThat(jvm.readLine()).isEqualTo("goes on");
                jvm.awaitEnd();
            }
        }
    }

    /** It would go along with every task that calls a method of the program, and stay open wherever it went. */
    @Test
    void fieldOfTheProgramIsNullInOtherProcesses(@TempDir Path files) throws Exception {
        try (RunningProgram program = FreshJvm.in(files)
                .source("Fields.java", """
                        import module offspring;

                        Connection<String> client;

                        void main() throws Exception {
                            AuthKey key = AuthKey.random();
                            try (Listener listener = Listener.bind(Address.tcp("localhost", 0), key)) {
                                client = Connection.connect(listener.address(), key);
                                try (Pool pool = Pool.create(1)) {
                                    IO.println(pool.apply(() -> there()));
                                    IO.println(pool.apply(() -> there()));
                                }
                            }
                        }

                        String there() {
                            return "there: " + client;
                        }
                        """)
                .launch("Fields.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.lines()).containsExactly("there: null", "there: null");
            assertThat(result.stderr().lines())
                    .singleElement()
                    .asString()
                    .contains("field client of Fields is null in other processes", "pass it as an argument");
        }
    }
}

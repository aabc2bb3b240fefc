package offspring.bench;

import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.process.ChildProcess;
import offspring.shm.SharedInt;
import offspring.sync.SharedEvent;

/** Connections with a key to another process: making one, and round trips over one. */
final class RemoteRows {

    private RemoteRows() {}

    static void connectionRemote(Figures figures, Group.Scale scale) throws Exception {
        measure(figures, scale, "AF_INET", Address.tcp("127.0.0.1", 0));
        Path directory = Files.createTempDirectory("offspring-bench");
        measure(figures, scale, "AF_UNIX", Address.unix(directory.resolve("socket")));
        Files.delete(directory);
    }

    private static void measure(Figures figures, Group.Scale scale, String family, Address place) throws Exception {
        SharedInt port = SharedInt.create(0);
        SharedEvent listens = SharedEvent.create();
        ChildProcess peer = new ChildProcess(() -> serve(place, port, listens)).start();
        listens.await();
        Address address = port.get() < 0 ? place : Address.tcp(place.host(), port.get());
        int connects = scale.of(500);
        Figures.warmUp(() -> connect(address).close());
        double[] seconds = Figures.calls(connects, () -> connect(address).close());
        figures.times("connection_remote." + family + ".connect", seconds, "ms");
        try (Connection<Integer> connection = connect(address)) {
            int rounds = scale.of(20_000);
            Figures.warmUp(() -> roundTrip(connection));
            figures.times("connection_remote." + family + ".pingpong", Figures.calls(rounds, () -> roundTrip(connection)), "us");
            connection.send(null);
        }
        peer.join();
    }

    private static Connection<Integer> connect(Address address) throws Exception {
        return Connection.connect(address, AuthKey.family());
    }

    private static void roundTrip(Connection<Integer> connection) throws Exception {
        connection.send(1);
        connection.receive();
    }

    private static void serve(Address place, SharedInt port, SharedEvent listens) throws Exception {
        try (Listener listener = Listener.bind(place, AuthKey.family())) {
            port.set(listener.address().port());
            listens.set();
            boolean goesOn = true;
            while (goesOn) {
                try (Connection<Integer> connection = listener.accept()) {
                    goesOn = echo(connection);
                }
            }
        }
    }

    /** Whether it is to serve another one. */
    private static boolean echo(Connection<Integer> connection) throws Exception {
        try {
            for (Integer value = connection.receive(); value != null; value = connection.receive()) {
                connection.send(value);
            }
            return false;
        } catch (EOFException nextOne) {
            return true;
        }
    }
}

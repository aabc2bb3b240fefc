package offspring.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/** Both ends of a connection in one process, and its listener. */
record Ends(Listener listener, Connection<Object> client, Connection<Object> server) implements AutoCloseable {

    static final AuthKey KEY = AuthKey.of(new byte[] {1, 2, 3});

    /** What a test is run over. */
    enum Kind {
        UNIX,
        TCP;

        Address free(Path directory) {
            return this == UNIX ? Address.unix(directory.resolve("s")) : Address.tcp("localhost", 0);
        }
    }

    static Ends connect(Kind kind, Path directory) throws IOException, InterruptedException {
        Listener listener = Listener.bind(kind.free(directory), KEY);
        Connection<Object> client = Connection.connect(listener.address(), KEY);
        return new Ends(listener, client, listener.accept());
    }

    /** Something that may throw, on a thread of its own. */
    static <V> FutureTask<V> start(boolean virtual, java.util.concurrent.Callable<V> body) {
        FutureTask<V> task = new FutureTask<>(body);
        if (virtual) {
            Thread.ofVirtual().start(task);
        } else {
            Thread.ofPlatform().daemon().start(task);
        }
        return task;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }
}

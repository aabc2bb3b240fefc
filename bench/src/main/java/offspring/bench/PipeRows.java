package offspring.bench;

import java.util.Map;
import offspring.Action;
import offspring.Action1;
import offspring.Task;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.process.ChildProcess;

/** Pipes: a stream of messages from one process to another, and there and back; as objects and as bytes. */
final class PipeRows {

    private static final int KIB = 1 << 10;
    private static final Map<String, Integer> SIZES =
            Map.of("64B", 64, "1KiB", KIB, "64KiB", 64 * KIB, "1MiB", KIB * KIB);
    private static final Map<String, Integer> COUNTS =
            Map.of("64B", 100_000, "1KiB", 100_000, "64KiB", 8_000, "1MiB", 600);

    private PipeRows() {}

    static void throughput(Figures figures, Group.Scale scale) throws Exception {
        for (String size : new String[] {"64B", "1KiB", "64KiB", "1MiB"}) {
            byte[] payload = new byte[SIZES.get(size)];
            int count = scale.of(COUNTS.get(size));
            bytes(figures, "duplex.send_bytes." + size, true, payload, count);
            bytes(figures, "oneway.send_bytes." + size, false, payload, count);
            try (SharedPipe<Object> pipe = SharedPipe.create()) {
                Connection<Object> there = pipe.second();
                Connection<Object> here = pipe.first();
                QueueRows.flow(
                        figures, "pipe_throughput.duplex.send." + size, there::send, here::receive, payload, count);
            }
        }
    }

    private static void bytes(Figures figures, String label, boolean duplex, byte[] payload, int count)
            throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create(duplex)) {
            Connection<Object> there = pipe.second();
            Connection<Object> here = pipe.first();
            Action1<Object> send = message -> there.sendBytes((byte[]) message);
            QueueRows.flow(figures, "pipe_throughput." + label, send, here::receiveBytes, payload, count);
        }
    }

    static void pingPong(Figures figures, Group.Scale scale) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            Connection<Object> there = pipe.second();
            Connection<Object> here = pipe.first();
            ChildProcess echo = new ChildProcess(() -> echo(there::receive, there::send, 0)).start();
            roundTrips(figures, "send", here::send, here::receive, 1, scale.of(20_000));
            here.send(0);
            echo.join();
        }
        bytesThereAndBack(figures, "1B", 1, scale.of(20_000));
        bytesThereAndBack(figures, "64KiB", 64 * KIB, scale.of(20_000));
        bytesThereAndBack(figures, "1MiB", KIB * KIB, scale.of(1_000));
    }

    private static void bytesThereAndBack(Figures figures, String label, int size, int count) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            Connection<Object> there = pipe.second();
            Connection<Object> here = pipe.first();
            ChildProcess echo = new ChildProcess(() -> {
                        for (byte[] message = there.receiveBytes(); message.length > 0; message = there.receiveBytes()) {
                            there.sendBytes(message);
                        }
                    })
                    .start();
            Action1<Object> send = message -> here.sendBytes((byte[]) message);
            roundTrips(figures, "send_bytes." + label, send, here::receiveBytes, new byte[size], count);
            here.sendBytes(new byte[0]);
            echo.join();
        }
    }

    private static void echo(Task<Object> source, Action1<Object> sink, Object stop) throws Exception {
        for (Object item = source.call(); !item.equals(stop); item = source.call()) {
            sink.accept(item);
        }
    }

    private static void roundTrips(
            Figures figures, String label, Action1<Object> send, Task<Object> receive, Object message, int count)
            throws Exception {
        Action roundTrip = () -> {
            send.accept(message);
            receive.call();
        };
        Figures.warmUp(roundTrip);
        figures.times("pipe_pingpong." + label, Figures.calls(count, roundTrip), "us");
    }
}

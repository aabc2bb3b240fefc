package offspring.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import offspring.message.MessageStream.Put;
import offspring.os.Features;
import offspring.os.Futex;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One take makes room for several who wait to put: all of them are woken, one by the other. In this JVM sleepers look for
 * themselves once in ten minutes.
 */
@ExtendWith(LeakCheck.class)
class RoomForSeveralTest {

    /** Takes a large message for which four wait, again and again; says whether all went on. */
    static final class Room {
        private static final int KIND_OF_TEST = 0x30; // of which nobody says farewell
        private static final long ANY = Long.MAX_VALUE;
        private static final int PUTTERS = 4;
        private static final int ROUNDS = 30;

        public static void main(String[] arguments) throws Exception {
            Features.warmUp();
            Eventually.eventually("the linker", Futex::wakesAreImmediate);
            SharedCell cell = FamilyHeap.current().cells().create(KIND_OF_TEST);
            Region extension = cell.extend(SharedCell.bytesOfParts(MessageStream.PARTS));
            MessageStream stream = MessageStream.create(cell, extension, 0, ANY, 1_000);
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    play(stream);
                }
                System.out.println("all went on");
            } catch (TimeoutException asleep) {
                System.out.println("somebody sleeps, though there is room");
            }
            System.exit(0);
        }

        private static void play(MessageStream stream) throws Exception {
            put(stream, 5_000);
            List<FutureTask<Void>> puts = Stream.generate(() -> new FutureTask<Void>(() -> {
                        put(stream, 10);
                        return null;
                    }))
                    .limit(PUTTERS)
                    .toList();
            List<Thread> putters =
                    puts.stream().map(put -> Thread.ofPlatform().daemon().start(put)).toList();
            Eventually.eventually("they sleep", () -> putters.stream().allMatch(Room::sleeps));
            stream.tryTake();
            for (FutureTask<Void> put : puts) {
                put.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
            }
            while (stream.tryTake() != null) {
                // the small ones
            }
        }

        private static void put(MessageStream stream, int bytes) throws Exception {
            while (stream.tryPut(new Outgoing(1, new byte[bytes], 0, bytes)) == Put.FULL) {
                stream.awaitRoom(ANY, () -> false);
            }
        }

        private static boolean sleeps(Thread thread) {
            return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("sleepBehind"));
        }
    }

    @Test
    void allGoOn() throws Exception {
        assumeTrue(Features.has(Features.Feature.FUTEX), "without a futex everybody has to look for himself");
        List<String> slow = List.of("-D" + Futex.SLICE + "=600000");
        try (TestJvm jvm = TestJvm.start(List.of(), slow, Room.class)) {
            assertThat(jvm.readLine()).isEqualTo("all went on");
        }
    }
}

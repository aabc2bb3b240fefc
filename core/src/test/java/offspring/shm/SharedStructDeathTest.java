package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import offspring.process.ChildProcess;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Structs whose writers are killed. */
@ExtendWith(LeakCheck.class)
class SharedStructDeathTest {

    private static final int KILLS = 12;

    @TempDir
    Path directory;

    /** Refuses to be half of one and half of another. */
    private record Same(long a, int b, long c, byte d, long e, long f, double g, long h) {
        Same {
            if (a != b || a != c || (byte) a != d || a != e || a != f || a != g || a != h) {
                throw new IllegalStateException("halves of two records: "
                        + a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h);
            }
        }

        static Same of(long n) {
            return new Same(n, (int) n, n, (byte) n, n, n, n, n);
        }

        Same next() {
            return of(a + 1);
        }
    }

    @Test
    void everyReadIsWholeWhoeverIsKilled() throws Exception {
        SharedStruct<Same> struct = SharedStruct.create(Same.of(0));
        SharedStructArray<Same> array = SharedStructArray.create(Same.class, 2);
        AtomicBoolean end = new AtomicBoolean();
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, problem) -> wrong.set(problem))
                    .start(() -> readUntil(end, struct, array)));
        }
        Random random = new Random(20_251_121);
        for (int kills = 0; kills < KILLS; kills++) {
            long goal = struct.get().a() + 50 + random.nextInt(2_000);
            ChildProcess writer = new ChildProcess(() -> writeForEver(struct, array)).start();
            Eventually.eventually("progress of a writer", () -> struct.get().a() >= goal || wrong.get() != null);
            writer.kill();
            writer.join();
        }
        end.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(wrong.get()).isNull();
        Same last = struct.get();
        assertThat(struct.update(Same::next)).isEqualTo(last.next());
        assertThat(struct.lock().isLocked()).isFalse();
    }

    private static void readUntil(AtomicBoolean end, SharedStruct<Same> struct, SharedStructArray<Same> array) {
        long last = 0;
        for (int reads = 1; !end.get(); reads++) {
            long now = struct.get().a();
            if (now < last) {
                throw new IllegalStateException("an old record came back: " + now + " after " + last);
            }
            last = now;
            array.get(1);
            if (reads % 100 == 0) {
                Thread.yield(); // there may be no processor left for the writer
            }
        }
    }

    private static void writeForEver(SharedStruct<Same> struct, SharedStructArray<Same> array) {
        while (true) {
            Same next = struct.update(Same::next);
            array.set(1, next);
        }
    }

    /** What a writer leaves that was killed just before it would have published. */
    @Test
    void halfWrittenCopyIsNobodysRecord() {
        SharedStruct<Same> struct = SharedStruct.create(Same.of(5));
        struct.set(Same.of(6));
        int bytes = (int) struct.layout().byteSize();
        MemorySegment data = struct.cell().keptView().orElseThrow();
        long sequence = 2;
        long other = RecordElementLayout.copy(0, sequence + 1, bytes);
        data.asSlice(other, bytes / 2).fill((byte) 0x55);
        assertThat(struct.get()).isEqualTo(Same.of(6));
        struct.set(Same.of(7));
        assertThat(struct.get()).isEqualTo(Same.of(7));
        data.asSlice(RecordElementLayout.copy(0, sequence, bytes), bytes).fill((byte) 0x55);
        assertThat(struct.get()).isEqualTo(Same.of(7));
    }

    /** Whoever uses the lock for more than the struct is to be told, however often the struct was set meanwhile. */
    @Test
    void setTakesADeadHoldersLockButNotHisMark() throws Exception {
        SharedStruct<Same> struct = SharedStruct.create(Same.of(1));
        SharedStructArray<Same> array = SharedStructArray.create(Same.class, 2);
        Notebook notes = Notebook.in(directory);
        ChildProcess holder = new ChildProcess(() -> {
                    struct.lock().lock();
                    array.lock().lock();
                    Bodies.block(notes);
                })
                .start();
        notes.awaitNumber("ready ");
        assertThat(struct.get()).as("readers need no lock").isEqualTo(Same.of(1));
        holder.kill();
        struct.set(Same.of(2));
        assertThat(struct.update(Same::next)).isEqualTo(Same.of(3));
        array.set(0, Same.of(4));
        array.update(1, Same::next);
        for (SharedData data : List.of(struct, array)) {
            data.lock().lock();
            assertThat(data.lock().holderDied()).isTrue();
            data.lock().markConsistent();
            data.lock().unlock();
        }
        struct.set(Same.of(9));
        struct.lock().lock();
        assertThat(struct.lock().holderDied()).isFalse();
        struct.lock().unlock();
    }

    @Test
    void whoEndsInsideUpdateLeavesWhatWasThere() throws Exception {
        SharedStruct<Same> struct = SharedStruct.create(Same.of(1));
        Notebook notes = Notebook.in(directory);
        ChildProcess inside = new ChildProcess(() -> struct.update(before -> {
                    notes.say("inside");
                    try {
                        Bodies.block();
                    } catch (InterruptedException never) {
                        Thread.currentThread().interrupt();
                    }
                    return before.next();
                }))
                .start();
        notes.await("inside");
        inside.kill();
        inside.join();
        assertThat(struct.get()).isEqualTo(Same.of(1));
        assertThat(struct.update(Same::next)).isEqualTo(Same.of(2));
        struct.lock().lock();
        assertThat(struct.lock().holderDied()).isTrue();
        struct.lock().unlock();
    }
}

package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import offspring.NotShippableException;
import offspring.Task;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be decoded is told, and nothing that is read can do more harm than that. */
@ExtendWith(LeakCheck.class)
class UndecodableTest {

    record Flat(int a, String b) implements Serializable {}

    static class Starter implements Serializable {
        static final boolean WHILE_DECODING = Decoding.inProgress();
    }

    static class Careless implements Serializable {
        static final int NUMBER = number();

        static int number() {
            throw new IllegalStateException("starts a pool");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedBytesOfLeavesAreRefusedOrReadAsOther(long seed) {
        Random random = new Random(seed);
        Object[] values = {
            "text", "日本", 1, 2L, new int[] {1, 2}, new ArrayList<>(Arrays.asList(1, "a", null)), UUID.randomUUID(),
            new HashMap<>(Map.of("a", 1)), List.of(Map.entry(1, 2)), LocalDate.MAX, new double[3], Map.of(1, 2, 3, 4),
            new Flat(1, "x"), (Task<Integer>) () -> 1
        };
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = Payload.encode(values[random.nextInt(values.length)]);
            int length = random.nextInt(bytes.length + 1);
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) random.nextInt();
            if (bytes[0] < Tag.STREAM || bytes[0] == Tag.RECORD) {
                decodeOrRefuse(bytes, length);
            }
        }
    }

    private static void decodeOrRefuse(byte[] bytes, int length) {
        try {
            Payload.decode(bytes, 0, length);
        } catch (UndecodableException refused) {
            assertThat(refused).hasMessageStartingWith("cannot read an object that another process sent: ");
        }
    }

    @Test
    void noBytesAtAll() {
        assertThatThrownBy(() -> Payload.decode(new byte[0]))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("the bytes are damaged: it ends too early");
    }

    @Test
    void staticInitializersCanTellThatAnObjectIsBeingRead() throws Exception {
        byte[] bytes = Payload.encode(new Starter());
        try (TwinJvm twin = TwinJvm.start()) {
            assertThat(twin.<Boolean>run(There.startsWhileDecoding(bytes))).isTrue();
        }
        assertThat(Decoding.inProgress()).isFalse();
    }

    @Test
    void anInitializerThatThrowsIsTheCause() throws Exception {
        try (TwinJvm twin = TwinJvm.start()) {
            NotShippableException told = catchThrowableOfType(
                    NotShippableException.class, () -> twin.run(There.useOfCareless()));
            assertThat(told).hasMessageContaining(
                    "a static initializer that ran meanwhile threw java.lang.IllegalStateException: starts a pool");
            assertThat(told).hasRootCauseMessage("starts a pool");
        }
    }

    @Test
    void aClassThatIsNotThereIsNamed() throws Exception {
        byte[] bytes = Payload.encode(new Flat(1, "x"));
        String text = new String(bytes, "ISO-8859-1").replace("UndecodableTest$Flat", "UndecodableTest$Flap");
        UndecodableException missing = catchThrowableOfType(
                UndecodableException.class, () -> Payload.decode(text.getBytes("ISO-8859-1")));
        assertThat(missing.className()).isEqualTo("offspring.wire.UndecodableTest$Flap");
        assertThat(missing).hasMessageContaining("there is no class offspring.wire.UndecodableTest$Flap here");
        assertThat(missing.toNotShippable().offendingType()).isEqualTo("offspring.wire.UndecodableTest$Flap");
    }

    @Test
    void aRecordThatChangedMeanwhileIsRefused() throws Exception {
        byte[] bytes = Payload.encode(new Flat(1, "x"));
        String text = new String(bytes, "ISO-8859-1").replace("java.lang.String", "java.lang.Strong");
        assertThatThrownBy(() -> Payload.decode(text.getBytes("ISO-8859-1")))
                .hasMessageContaining("was it compiled anew while the program ran?");
    }

    /** What runs in the other JVM, which looks up no JUnit classes. */
    static final class There {

        private There() {}

        static Task<Boolean> startsWhileDecoding(byte[] bytes) {
            return () -> {
                Payload.decode(bytes);
                return Starter.WHILE_DECODING && !Decoding.inProgress();
            };
        }

        /** An object whose class cannot be initialized there; here it never is. */
        static Task<Object> useOfCareless() {
            return new UsesCareless();
        }
    }

    static class UsesCareless implements Task<Object> {
        @Override
        public Object call() {
            return Careless.NUMBER;
        }

        private Object readResolve() {
            return Careless.NUMBER;
        }
    }
}

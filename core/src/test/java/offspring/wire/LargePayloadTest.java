package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Serializable;
import java.util.List;
import offspring.NotShippableException;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Payloads of which most is in shared memory, in a JVM where they begin at 1000 bytes. */
@ExtendWith(LeakCheck.class)
class LargePayloadTest {

    record Twice(int[] one, int[] same) implements Serializable {}

    /** Encodes, and tells. */
    static final class Encoder {
        public static void main(String[] arguments) throws Exception {
            int[] array = new int[10_000];
            array[9_999] = 7;
            Shipment shipment = Shipment.of(array);
            int length = shipment.payload().length;
            System.out.println(length + " " + shipment.cargo().size() + " " + shipment.holds().size());
            System.out.println(((int[]) Payload.decode(shipment.payload()))[9_999]);
            System.out.println(abroad(shipment.payload()));
            System.out.println(altered(shipment.payload(), 18));
            System.out.println(altered(shipment.payload(), 17));
            System.out.println(altered(shipment.payload(), 2));
            shipment.letGo();
            System.out.println(altered(shipment.payload(), 0));
            Twice graph = (Twice) Payload.decode(Shipment.of(new Twice(array, array)).payload());
            System.out.println(graph.one == graph.same);
            System.out.println(Payload.encode(array).length + " " + Abroad.encode(array).length);
            System.out.println(Shipment.of(new int[200]).cargo().size());
        }

        private static String abroad(byte[] payload) {
            return catchThrowableOfType(
                            UndecodableException.class, () -> Abroad.decode(payload, 0, payload.length))
                    .getMessage();
        }

        private static String altered(byte[] payload, int at) {
            byte[] other = payload.clone();
            other[at] += (byte) (at == 0 ? 0 : 1);
            return catchThrowableOfType(UndecodableException.class, () -> Payload.decode(other)).getMessage();
        }
    }

    @Test
    void onlyWhoKeepsTheCargoHasThem() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of(), List.of("-Doffspring.wire.largestPayload=1000"), Encoder.class)) {
            assertThat(jvm.readLine()).isEqualTo("22 1 1");
            assertThat(jvm.readLine()).isEqualTo("7");
            assertThat(jvm.readLine()).contains("travels between the processes of a program and nowhere else");
            assertThat(jvm.readLine()).as("another length").contains("it is no large array");
            assertThat(jvm.readLine()).as("another tag").contains("it is no large array");
            assertThat(jvm.readLine()).as("another handle").contains("cannot attach to a shared object");
            assertThat(jvm.readLine()).as("let go").contains("cannot attach to a shared object");
            assertThat(jvm.readLine()).isEqualTo("true");
            assertThat(jvm.readLine()).isEqualTo("40005 40005");
            assertThat(jvm.readLine()).isEqualTo("0");
        }
    }

    /** Fails before anything is copied, so that it takes no more memory than the array. */
    static final class Sender {
        public static void main(String[] arguments) {
            try {
                Abroad.encode(new boolean[Integer.MAX_VALUE - 8]);
            } catch (NotShippableException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @Test
    void anotherProgramGetsNone() throws Exception {
        assumeTrue("long".equals(System.getProperty("stress")), "takes 2 GiB: only with -Dstress=long");
        try (TestJvm jvm = TestJvm.start(List.of(), List.of("-Xmx2500m", "-Xmn50m"), Sender.class)) {
            assertThat(jvm.readLine()).isEqualTo("cannot ship boolean[]: it needs 2147483644 bytes, and a message to"
                    + " another program holds at most 2147483639; send it in parts, or through a file");
        }
    }

    @Test
    void anArrayGrowsToItsLimit() {
        assertThatExceptionOfType(TooBigException.class).isThrownBy(() -> new ByteWriter(10, 20).reserve(21));
        ByteWriter out = new ByteWriter(10, 20);
        out.reserve(20);
        out.shrink(3);
        assertThat(out.size()).isEqualTo(3);
        assertThat(out.array()).hasSize(3);
    }
}

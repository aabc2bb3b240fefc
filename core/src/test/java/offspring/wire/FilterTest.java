package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Config;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import offspring.NotShippableException;
import offspring.Task;
import offspring.codec.Codec;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program's filter is asked about every class, whichever way an object is read. */
@ExtendWith(LeakCheck.class)
class FilterTest {

    record Flat(int a) implements Serializable {}

    record Deep(List<Flat> flats) implements Serializable {}

    @AfterEach
    void openAgain() {
        Codec.filter(null);
    }

    private static void assertRefused(Object value) {
        byte[] bytes = Payload.encode(value);
        assertThatThrownBy(() -> Payload.decode(bytes))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("REJECTED");
    }

    @Test
    void whatThePatternRejectsIsNotRead() throws Exception {
        int captured = 1;
        Codec.filter(Config.createFilter("!java.math.*;!java.util.HashMap;!offspring.wire.FilterTest*;!java.lang.invoke.*"));
        assertRefused(BigDecimal.ONE);
        assertRefused(new HashMap<>(Map.of(1, 2)));
        assertRefused(new ArrayList<>(List.of(new HashMap<>())));
        assertRefused(new Flat(1));
        assertRefused(new Deep(List.of(new Flat(1))));
        assertRefused((Task<Integer>) () -> captured);
        assertThat(Payload.decode(Payload.encode(List.of(1, "a")))).isEqualTo(List.of(1, "a"));
    }

    @Test
    void limitsOfArraysHold() throws Exception {
        Codec.filter(Config.createFilter("maxarray=10"));
        assertRefused(new int[11]);
        assertRefused(new Object[] {new Flat(1), new int[11]});
        assertThat((int[]) Payload.decode(Payload.encode(new int[10]))).hasSize(10);
    }

    @Test
    void thereIsNoFilterUnlessOneIsSet() throws Exception {
        assertThat(Codec.filter()).isNull();
        assertThat(InheritedFilter.forChildren()).isEmpty();
        InheritedFilter.adopt(InheritedFilter.forChildren());
        assertThat(Codec.filter()).isNull();
    }

    @Test
    void aPatternReachesChildren() throws Exception {
        Codec.filter(Config.createFilter("!java.math.*"));
        byte[] handed = InheritedFilter.forChildren();
        Codec.filter(null);
        byte[] decimal = Payload.encode(BigDecimal.ONE);
        try (TwinJvm twin = TwinJvm.start()) {
            assertThat(twin.run(There.adopt(handed))).isEqualTo("!java.math.*");
            assertThatThrownBy(() -> twin.runEncoded(decimal))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("java.math.BigDecimal")
                    .hasMessageContaining("REJECTED");
        }
    }

    @Test
    void aSerializableFilterReachesChildren() throws Exception {
        Codec.filter((ObjectInputFilter & Serializable) info -> ObjectInputFilter.Status.UNDECIDED);
        byte[] handed = InheritedFilter.forChildren();
        Codec.filter(null);
        InheritedFilter.adopt(handed);
        assertThat(Codec.filter().checkInput(null)).isEqualTo(ObjectInputFilter.Status.UNDECIDED);
    }

    @Test
    void anyOtherFilterIsRefusedWhenAChildIsStarted() {
        Codec.filter(info -> ObjectInputFilter.Status.UNDECIDED);
        assertThatThrownBy(InheritedFilter::forChildren)
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("cast a lambda to (ObjectInputFilter & java.io.Serializable)");
    }

    @Test
    void theFilterOfTheJvmIsAskedAboutGraphs() throws Exception {
        byte[] deep = Payload.encode(new Deep(List.of(new Flat(1))));
        try (TwinJvm twin = TwinJvm.start("-Djdk.serialFilter=!offspring.wire.FilterTest$Deep")) {
            assertThatThrownBy(() -> twin.runEncoded(deep)).hasMessageContaining("REJECTED");
        }
    }

    /** What runs in the other JVM, which has no JUnit classes to look up. */
    static final class There {

        private There() {}

        static Task<String> adopt(byte[] filter) {
            return () -> {
                InheritedFilter.adopt(filter);
                return Codec.filter().toString();
            };
        }
    }
}

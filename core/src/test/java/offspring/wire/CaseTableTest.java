package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import offspring.Task;
import offspring.testing.LeakCheck;
import offspring.wire.cases.Case;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of object that ships: written here, read in another JVM, written there, read here. */
@ExtendWith(LeakCheck.class)
class CaseTableTest {

    private static final List<Case> CASES = Case.all();

    private static TwinJvm twin;

    @BeforeAll
    static void start() throws IOException {
        twin = TwinJvm.start();
    }

    @AfterAll
    static void end() throws IOException {
        twin.close();
    }

    static Stream<Arguments> cases() {
        return IntStream.range(0, CASES.size()).mapToObj(i -> Arguments.of(CASES.get(i).name(), i));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void arrivesThereAndComesBack(String name, int index) throws Exception {
        byte[] sent = Payload.encode(CASES.get(index).value());
        byte[] returned = twin.run(There.task(index, sent));
        Object back = Payload.decode(returned);
        if (!name.equals("writeReplace")) {
            CASES.get(index).check().check(back);
        }
    }

    @Test
    void theTableHasAllKindsThatWereMeasured() {
        // The 159 that were measured before there was a line of code, and what has come since: none gets lost.
        assertThat(CASES).hasSize(222).hasSizeGreaterThanOrEqualTo(159);
        assertThat(CASES).extracting(Case::name).doesNotHaveDuplicates();
    }

    /** What runs in the other JVM. */
    static final class There {

        private static final List<Case> TABLE = Case.all();

        private There() {}

        static Task<byte[]> task(int index, byte[] sent) {
            return () -> checkAndReturn(index, sent);
        }

        private static byte[] checkAndReturn(int index, byte[] sent) throws Exception {
            Object arrived = Payload.decode(sent);
            TABLE.get(index).check().check(arrived);
            return Payload.encode(arrived);
        }
    }
}

package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Config;
import java.math.BigDecimal;
import offspring.Action;
import offspring.NotShippableException;
import offspring.codec.Codec;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A child asks its parent's filter before it reads anything. */
@ExtendWith(LeakCheck.class)
class InputFilterTest {

    private static final ChildProcess.Builder SPAWN = ChildProcess.builder().startMethod(StartMethod.SPAWN);

    @AfterEach
    void openAgain() {
        Codec.filter(null);
    }

    private static int exitCodeOf(Action action) throws InterruptedException {
        ChildProcess process = SPAWN.start(action);
        assertThat(process.join(Eventually.patience())).isTrue();
        return process.exitCode().orElseThrow();
    }

    @Test
    void whatTheParentsPatternRejectsIsNotReadInAChild() throws Exception {
        BigDecimal captured = new BigDecimal(7);
        Codec.filter(Config.createFilter("!java.math.*"));
        assertThat(exitCodeOf(() -> System.exit(captured.intValue()))).isEqualTo(1);
        assertThat(exitCodeOf(() -> System.exit(7))).isEqualTo(7);
    }

    @Test
    void aFilterThatCannotTravelStartsNoChild() {
        Codec.filter(info -> ObjectInputFilter.Status.UNDECIDED);
        assertThatThrownBy(() -> SPAWN.start(() -> { }))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("cannot hand the input filter on to a child");
    }
}

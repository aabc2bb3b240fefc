package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Config;
import java.math.BigDecimal;
import offspring.Action;
import offspring.NotShippableException;
import offspring.Task;
import offspring.codec.Codec;
import offspring.pool.Pool;
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

    private record Seven() implements Task<Integer> {
        @Override
        public Integer call() {
            return 7;
        }
    }

    @Test
    void workersStartUnderAFilterThatRejectsLambdas() throws Exception {
        Codec.filter(Config.createFilter("!java.lang.invoke.SerializedLambda"));
        try (Pool pool = Pool.create(1)) {
            assertThat(pool.apply(new Seven())).isEqualTo(7);
            assertThatThrownBy(() -> pool.apply(() -> 8)).hasMessageContaining("java.lang.invoke.SerializedLambda");
        }
    }

    @Test
    void aFilterThatCannotTravelStartsNoChild() {
        Codec.filter(info -> ObjectInputFilter.Status.UNDECIDED);
        assertThatThrownBy(() -> SPAWN.start(() -> { }))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("cannot hand the input filter on to a child");
    }
}

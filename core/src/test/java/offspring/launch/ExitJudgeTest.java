package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import offspring.ExitStatus;
import offspring.link.Goodbye;
import org.junit.jupiter.api.Test;

class ExitJudgeTest {

    private static final OptionalInt UNKNOWN = OptionalInt.empty();
    private static final Goodbye ORDERLY = new Goodbye(0, false);
    private static final Goodbye BY_SIGTERM = new Goodbye(15, false);

    private static int judged(int exitValue, OptionalInt waitStatus, Goodbye goodbye) {
        return ExitJudge.judge(exitValue, waitStatus, goodbye, false).code();
    }

    private static OptionalInt exited(int code) {
        return OptionalInt.of(code << 8);
    }

    @Test
    void smallExitCodesAreWhatTheyAre() {
        assertThat(judged(0, UNKNOWN, ORDERLY)).isZero();
        assertThat(judged(3, UNKNOWN, null)).isEqualTo(3);
        assertThat(judged(3, exited(3), ORDERLY)).isEqualTo(3);
    }

    @Test
    void exit137IsNotSigkill() {
        assertThat(judged(137, exited(137), ORDERLY)).isEqualTo(137);
        assertThat(judged(137, UNKNOWN, ORDERLY)).isEqualTo(137);
        assertThat(judged(137, OptionalInt.of(9), null)).isEqualTo(-9);
        assertThat(judged(137, OptionalInt.of(9), ORDERLY)).isEqualTo(-9);
        assertThat(judged(137, UNKNOWN, null)).isEqualTo(-9);
    }

    @Test
    void anOrderlyShutdownBegunBySigtermCountsAsKilledByIt() {
        assertThat(judged(143, exited(143), BY_SIGTERM)).isEqualTo(-15);
        assertThat(judged(143, UNKNOWN, BY_SIGTERM)).isEqualTo(-15);
        assertThat(judged(143, exited(143), ORDERLY)).isEqualTo(143);
    }

    @Test
    void aSignalDuringTheShutdownOfCodeThatHasEndedChangesNothing() {
        Goodbye ended = new Goodbye(0, true);
        assertThat(judged(143, exited(143), ended)).isZero();
        assertThat(judged(7, exited(7), ended)).as("halt in a hook").isEqualTo(7);
    }

    @Test
    void anotherEndDuringSuchAShutdownIsThatOtherEnd() {
        assertThat(judged(3, exited(3), BY_SIGTERM)).isEqualTo(3);
        assertThat(judged(137, OptionalInt.of(9), BY_SIGTERM)).isEqualTo(-9);
    }

    @Test
    void ourOwnKillIsAWitnessWhereTheSystemIsNone() {
        assertThat(ExitJudge.judge(137, UNKNOWN, ORDERLY, true).code()).isEqualTo(-9);
        assertThat(ExitJudge.judge(137, exited(137), ORDERLY, true).code()).isEqualTo(137);
        assertThat(ExitJudge.judge(3, UNKNOWN, ORDERLY, true).code()).isEqualTo(3);
    }

    @Test
    void aCoreDumpIsTheSignalThatMadeIt() {
        assertThat(ExitJudge.judge(134, OptionalInt.of(6 | 0x80), null, false)).isEqualTo(new ExitStatus(-6));
    }
}

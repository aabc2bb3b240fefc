package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import offspring.os.Features.Feature;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PidfdTest {

    @Test
    void tellsASignalFromAnExitCodeThatLooksLikeIt() throws Exception {
        assumeTrue(Features.has(Feature.PIDFD_INFO));
        assertThat(statusOf("read line; exit 137", false)).isEqualTo(137 << 8);
        assertThat(statusOf("read line; exit 0", false)).isZero();
        assertThat(statusOf("read line", true)).isEqualTo(Signals.SIGKILL);
    }

    @Test
    void withoutTheFeatureThereIsNone() {
        assumeTrue(!Features.has(Feature.PIDFD));
        assertThat(Pidfd.open(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void aProcessThatIsGoneHasNone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        assertThat(Pidfd.open(process.pid())).isEmpty();
    }

    @Test
    void afterCloseItIsNoDescriptorOfAnybody() {
        assumeTrue(Features.has(Feature.PIDFD));
        Pidfd self = Pidfd.open(ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.hasEnded()).isFalse();
        self.close();
        self.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> self.signal(0))
                .withMessage("cannot use a pidfd: it is closed; pid=" + self.pid());
        assertThatIllegalStateException().isThrownBy(self::hasEnded);
        assertThatIllegalStateException().isThrownBy(self::waitStatus);
    }

    private static int statusOf(String script, boolean kill) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        try (Pidfd pidfd = Pidfd.open(process.pid()).orElseThrow()) {
            assertThat(pidfd.hasEnded()).isFalse();
            assertThat(pidfd.waitStatus()).isEmpty();
            if (kill) {
                assertThat(pidfd.signal(Signals.SIGKILL)).isTrue();
            }
            process.getOutputStream().close();
            process.waitFor();
            assertThat(pidfd.hasEnded()).isTrue();
            assertThat(pidfd.signal(Signals.SIGKILL)).isFalse();
            return pidfd.waitStatus().orElseThrow();
        }
    }
}

package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SignalsTest {

    @Test
    void everySignalArrives() throws Exception {
        Process sleeper = sleeper();
        assertThat(Signals.send(sleeper.pid(), Signals.SIGSTOP)).isTrue();
        Eventually.eventually("the stop", () -> ProcStat.of(sleeper.pid()).orElseThrow().isStopped());
        assertThat(Signals.send(sleeper.pid(), Signals.SIGCONT)).isTrue();
        Eventually.eventually("the going on", () -> !ProcStat.of(sleeper.pid()).orElseThrow().isStopped());
        assertThat(Signals.send(sleeper.pid(), Signals.SIGTERM)).isTrue();
        assertThat(sleeper.waitFor()).isEqualTo(128 + Signals.SIGTERM);
        Process other = sleeper();
        assertThat(Signals.send(other.pid(), Signals.SIGKILL)).isTrue();
        assertThat(other.waitFor()).isEqualTo(128 + Signals.SIGKILL);
    }

    @Test
    void signalZeroAsksWhetherThereIsAProcess() throws Exception {
        Process sleeper = sleeper();
        assertThat(Signals.send(ProcessHandle.current().pid(), 0)).isTrue();
        assertThat(Signals.send(sleeper.pid(), 0)).isTrue();
        sleeper.destroyForcibly().waitFor();
        assertThat(Signals.send(sleeper.pid(), 0)).isFalse();
        assertThat(Signals.send(sleeper.pid(), Signals.SIGTERM)).isFalse();
    }

    @Test
    void aGroupIsKilledWithAllThatIsInIt() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 1000 & echo $!; wait").start();
        long below = Long.parseLong(leader.inputReader().readLine());
        assertThat(ProcStat.of(below).orElseThrow().group()).isEqualTo(leader.pid());
        assertThat(Signals.sendToGroup(leader.pid(), Signals.SIGKILL)).isTrue();
        assertThat(leader.waitFor()).isEqualTo(128 + Signals.SIGKILL);
        Eventually.eventually("the end of the leader's child", () -> ProcStat.of(below)
                .map(ProcStat::isDead)
                .orElse(true));
        Eventually.eventually("the end of the group", () -> !Signals.sendToGroup(leader.pid(), 0));
        leader.getInputStream().close();
    }

    @Test
    void whatWouldReachEverybodyIsRefused() {
        for (long pid : new long[] {0, -1, -2}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Signals.send(pid, Signals.SIGKILL))
                    .withMessage("cannot send a signal: no such process or signal; process=%d signal=9", pid);
        }
        for (long group : new long[] {1, 0, -1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Signals.sendToGroup(group, Signals.SIGTERM));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.send(ProcessHandle.current().pid(), 65));
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "1000").start();
    }
}

package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class ProcStatTest {

    @Test
    void tellsWhoAProcessIs() {
        ProcStat self = ProcStat.self();
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.parentPid())
                .isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
        assertThat(self.group()).isPositive();
        assertThat(self.startTicks()).isPositive();
        assertThat(self.isDead()).isFalse();
        assertThat(Owner.self()).isEqualTo(Owner.unpack(Owner.self().pack()));
        assertThat(Owner.self().isDead()).isFalse();
    }

    @Test
    void aProgramsNameMayHoldAnything(@TempDir Path directory) throws Exception {
        Path odd = directory.resolve("a) Z 1 (b\n");
        Files.createSymbolicLink(odd, Path.of("/bin/sleep"));
        Process process = new ProcessBuilder(odd.toString(), "1000").start();
        ProcStat stat = ProcStat.of(process.pid()).orElseThrow();
        assertThat(stat.isDead()).isFalse();
        assertThat(stat.parentPid()).isEqualTo(ProcessHandle.current().pid());
        process.destroyForcibly().waitFor();
        assertThat(ProcStat.of(process.pid())).isEmpty();
        Files.delete(odd);
    }

    @Test
    void aZombieIsDead() throws Exception {
        String script = "sh -c 'echo $$' & exec sleep 1000";
        Process parent = new ProcessBuilder("sh", "-c", script).start();
        long child = Long.parseLong(parent.inputReader().readLine());
        Eventually.eventually("the zombie", () -> ProcStat.of(child)
                .filter(stat -> stat.state() == 'Z')
                .isPresent());
        assertThat(ProcStat.of(child).orElseThrow().isDead()).isTrue();
        assertThat(Owner.of(ProcStat.of(child).orElseThrow()).isDead()).isTrue();
        parent.destroyForcibly().waitFor();
        parent.getInputStream().close();
    }

    @Test
    void anotherStartTimeIsAnotherProcess() {
        Owner self = Owner.self();
        assertThat(new Owner(self.pid(), self.startTicks() - 1).isDead()).isTrue();
        Owner largest = new Owner(4_194_304 - 1, (1L << 42) - 1);
        assertThat(Owner.unpack(largest.pack())).isEqualTo(largest);
    }
}

package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import offspring.os.Features.Feature;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class OwnProcessTest {

    /** Starts a {@link Bottom} that talks to the test. */
    static final class Middle {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classPath = System.getProperty("java.class.path");
            Process bottom = new ProcessBuilder(
                            java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, Bottom.class.getName())
                    .inheritIO()
                    .start();
            bottom.waitFor();
        }
    }

    /** Binds its life to its parent's, leads a session, and waits for ever. */
    static final class Bottom {
        public static void main(String[] arguments) throws InterruptedException {
            long parent = ProcStat.self().parentPid();
            boolean bound = OwnProcess.dieWithParent(parent, Signals.SIGKILL);
            boolean wrong = OwnProcess.dieWithParent(parent + 1, Signals.SIGKILL);
            boolean leads = OwnProcess.newSession();
            long pid = ProcessHandle.current().pid();
            System.out.println(bound + " " + wrong + " " + leads + " " + (ProcStat.self().group() == pid));
            System.out.println(pid);
            Thread.currentThread().join();
        }
    }

    @Test
    void evenAStoppedChildDiesWithItsParentIfItAskedForIt() throws Exception {
        assumeTrue(Features.has(Feature.NATIVE));
        try (TestJvm middle = TestJvm.start(Middle.class)) {
            assertThat(middle.readLine()).isEqualTo("true false true true");
            long bottom = Long.parseLong(middle.readLine());
            Signals.send(bottom, Signals.SIGSTOP);
            middle.kill();
            Family.awaitDeath(bottom);
        }
    }

    @Test
    void withoutALinkerNothingOfItIsDone() {
        assumeTrue(!Features.has(Feature.NATIVE));
        assertThat(OwnProcess.newSession()).isFalse();
        assertThat(OwnProcess.newGroup()).isFalse();
        assertThat(OwnProcess.dieWithParent(ProcStat.self().parentPid(), Signals.SIGKILL)).isFalse();
    }
}

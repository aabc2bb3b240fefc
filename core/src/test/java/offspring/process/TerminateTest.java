package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code terminate()} leaves to the child. */
@ExtendWith(LeakCheck.class)
class TerminateTest {

    @TempDir
    Path directory;

    @Test
    void shutdownHooksRunToTheirEnd() throws Exception {
        Gate gate = Gate.in(directory);
        ChildProcess child = ChildProcess.builder().start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> hook(gate)));
            gate.mark("ready");
            new CountDownLatch(1).await();
        });
        gate.awaitMark("ready");
        child.terminate();
        gate.awaitMark("hook begun");
        gate.mark("open");
        assertThat(child.join(Eventually.patience())).isTrue();
        assertThat(gate.isMarked("hook ended")).isTrue();
        assertThat(child.exitCode()).hasValue(-15);
    }

    private static void hook(Gate gate) {
        try {
            gate.mark("hook begun");
            gate.pass("open");
            gate.mark("hook ended");
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

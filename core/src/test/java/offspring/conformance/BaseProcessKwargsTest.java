package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CPython's {@code TestBaseProcessKwargs}. */
@ExtendWith(LeakCheck.class)
class BaseProcessKwargsTest {

    /** What one process object was told the next does not know, from the same builder neither. */
    @Test
    void testDefaultKwargsNotSharedBetweenInstances() {
        ChildProcess first = new ChildProcess(() -> {});
        first.setName("changed");
        first.setDaemon(true);
        ChildProcess second = new ChildProcess(() -> {});
        assertThat(second.getName()).isNotEqualTo("changed").startsWith("ChildProcess-");
        assertThat(second.isDaemon()).isFalse();
        ChildProcess.Builder builder = ChildProcess.builder();
        ChildProcess third = builder.unstarted(() -> {});
        builder.daemon(true).name("later");
        assertThat(third.isDaemon()).isFalse();
        assertThat(third.getName()).startsWith("ChildProcess-");
    }
}

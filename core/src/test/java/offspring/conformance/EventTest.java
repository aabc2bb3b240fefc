package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedEvent;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestEvent}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class EventTest {

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testEvent(StartMethod method) throws Exception {
        SharedEvent event = SharedEvent.create();
        assertThat(event.isSet()).isFalse();
        assertThat(event.await(Duration.ZERO)).isFalse();
        assertThat(event.await(Duration.ofMillis(10))).isFalse();
        event.set();
        assertThat(event.isSet()).isTrue();
        assertThat(event.await(Duration.ZERO)).isTrue();
        assertThat(event.await(Duration.ofSeconds(30))).isTrue();
        event.await();
        event.clear();
        assertThat(event.isSet()).isFalse();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(event::set);
        event.await();
        assertThat(event.isSet()).isTrue();
        child.join();
    }

    @Test
    void testRepr() {
        SharedEvent event = SharedEvent.create();
        assertThat(event).hasToString("SharedEvent[clear]");
        event.set();
        assertThat(event).hasToString("SharedEvent[set]");
    }
}

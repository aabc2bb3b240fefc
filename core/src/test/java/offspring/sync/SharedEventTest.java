package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class SharedEventTest {

    @TempDir
    Path directory;

    @Test
    void isClearUntilItIsSetAndAgainAfterClear() throws Exception {
        SharedEvent event = SharedEvent.create();
        assertThat(event.isSet()).isFalse();
        assertThat(event).hasToString("SharedEvent[clear]");
        for (int i = 0; i < 3; i++) {
            assertThat(event.await(Duration.ZERO)).isFalse();
            assertThat(event.await(Duration.ofSeconds(-1))).isFalse();
            assertThat(event.await(Duration.ofMillis(1))).isFalse();
            event.set();
            event.set();
            assertThat(event.isSet()).isTrue();
            assertThat(event).hasToString("SharedEvent[set]");
            assertThat(event.await(Duration.ZERO)).isTrue();
            event.await();
            event.clear();
            event.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setWakesAllWhoSleepEvenIfItIsClearedAtOnce(boolean virtual) throws Exception {
        SharedEvent event = SharedEvent.create();
        Notebook notes = Notebook.in(directory);
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Runnable waiter = () -> {
                try {
                    event.await();
                    notes.say("through");
                } catch (InterruptedException wrong) {
                    notes.say("interrupted");
                }
            };
            waiters.add(virtual ? Thread.ofVirtual().start(waiter) : Thread.ofPlatform().start(waiter));
            if (!virtual) {
                Thread last = waiters.getLast();
                Eventually.eventually("a sleeper", () -> sleepsBehind(last, event));
            }
        }
        if (virtual) {
            Eventually.eventually("a sleeper", () -> EventLayout.hasSleepers(event.cell().getInt(0)));
            event.set();
        } else {
            event.set();
            event.clear();
        }
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(notes.lines()).hasSize(6).containsOnly("through");
    }

    /** In the native wait, or in a nap on the portable way. */
    private static boolean sleepsBehind(Thread thread, SharedEvent event) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("awaitOnPlatformThread")) {
                return EventLayout.hasSleepers(event.cell().getInt(0));
            }
        }
        return false;
    }

    @Test
    void interruptEndsAWait() throws Exception {
        SharedEvent event = SharedEvent.create();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                event.await();
            } catch (InterruptedException interrupted) {
                end.set(interrupted);
            }
        });
        Eventually.eventually("a sleeper", () -> EventLayout.hasSleepers(event.cell().getInt(0)));
        waiter.interrupt();
        waiter.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(event.isSet()).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(event::await).isInstanceOf(InterruptedException.class);
    }

    @Test
    void processesWaitForEachOther() throws Exception {
        SharedEvent ping = SharedEvent.create();
        SharedEvent pong = SharedEvent.create();
        ChildProcess child = new ChildProcess(() -> {
                    for (int i = 0; i < 100; i++) {
                        ping.await();
                        ping.clear();
                        pong.set();
                    }
                })
                .start();
        for (int i = 0; i < 100; i++) {
            ping.set();
            pong.await();
            pong.clear();
        }
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void killedWaitersHoldUpNobody() throws Exception {
        SharedEvent event = SharedEvent.create();
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "child" + i + " ";
            children.add(new ChildProcess(() -> {
                        notes.say(name + "waits");
                        event.await();
                        notes.say(name + "through");
                    })
                    .start());
            notes.await(name + "waits");
        }
        Eventually.eventually("a sleeper", () -> EventLayout.hasSleepers(event.cell().getInt(0)));
        children.get(0).kill();
        children.get(0).join();
        event.set();
        for (ChildProcess child : children) {
            child.join();
        }
        assertThat(notes.lines()).contains("child1 through", "child2 through").doesNotContain("child0 through");
    }
}

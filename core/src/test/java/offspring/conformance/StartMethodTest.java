package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code TestStartMethod}; its contexts are the builder's start method. */
@ExtendWith(LeakCheck.class)
class StartMethodTest {

    @TempDir
    Path directory;

    @AfterEach
    void restore() {
        StartMethod.setDefault(StartMethod.STANDBY);
    }

    /** Differs: a start method given to one process does not become the default of its children. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testContext(StartMethod method) throws Exception {
        Notebook notes = Notebook.in(directory);
        ChildProcess child =
                ChildProcess.builder().startMethod(method).start(() -> notes.say(StartMethod.getDefault()));
        child.join();
        assertThat(notes.lines()).containsExactly(StartMethod.getDefault().name());
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSpawnDontSetContext(StartMethod method) throws Exception {
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {});
        child.join();
        assertThat(StartMethod.getDefault()).isEqualTo(StartMethod.STANDBY);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSetGet(StartMethod method) throws Exception {
        Notebook notes = Notebook.in(directory);
        StartMethod.setDefault(method);
        assertThat(StartMethod.getDefault()).isEqualTo(method);
        ChildProcess child = new ChildProcess(() -> {
            notes.say(StartMethod.getDefault());
            new ChildProcess(() -> notes.say(StartMethod.getDefault())).start().join();
        });
        child.start().join();
        assertThat(notes.lines()).containsExactly(method.name(), method.name());
        assertThat(child.pid() == ProcessHandle.current().pid()).isEqualTo(method == StartMethod.THREAD);
    }

    @Test
    void testGetAllStartMethods() {
        assertThat(StartMethod.values()).containsExactlyInAnyOrder(
                StartMethod.SPAWN, StartMethod.STANDBY, StartMethod.THREAD);
        assertThat(StartMethod.getDefault()).isEqualTo(StartMethod.STANDBY);
    }

    /** What a child was given it can pass on to its own child. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testNestedStartmethod(StartMethod method) throws Exception {
        Notebook notes = Notebook.in(directory);
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            ChildProcess.builder().startMethod(method).start(() -> notes.say("grandchild")).join();
            notes.say("child");
        });
        child.join();
        assertThat(notes.lines()).containsExactly("grandchild", "child");
    }
}

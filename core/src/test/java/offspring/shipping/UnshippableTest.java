package offspring.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import offspring.Action;
import offspring.NotShippableException;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.ipc.SharedPipe;
import offspring.ipc.SharedQueue;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedLock;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot travel fails in the caller of start, which can put it right and start again. */
@ExtendWith(LeakCheck.class)
class UnshippableTest {

    private static final AuthKey KEY = AuthKey.random();

    static final class Plain {}

    static final class Holder implements Serializable {
        final Object inner;

        Holder(Object inner) {
            this.inner = inner;
        }
    }

    static final class Refuses implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("not today");
        }
    }

    private static NotShippableException refused(StartMethod method, Action action) {
        ChildProcess child = ChildProcess.builder().startMethod(method).unstarted(action);
        NotShippableException refusal = catchThrowableOfType(NotShippableException.class, child::start);
        assertThat(refusal).isNotNull();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.exitCode()).isEmpty();
        assertThat(ChildProcess.active()).doesNotContain(child);
        return refusal;
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void capturedObjectThatIsNotSerializableIsNamedWithItsTypeAndTheFix(StartMethod method) {
        Plain plain = new Plain();
        NotShippableException refusal = refused(method, () -> System.out.println(plain));
        assertThat(refusal.offendingType()).isEqualTo(Plain.class.getName());
        assertThat(refusal).hasMessageContaining("Plain").hasMessageContaining("UnshippableTest")
                .hasMessageContaining("Serializable");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void pathOfFieldsLeadsToTheOffender(StartMethod method) {
        Holder holder = new Holder(List.of(1, new Holder(new ReentrantLock()), new Holder(new Plain())));
        NotShippableException refusal = refused(method, () -> System.out.println(holder));
        assertThat(refusal.offendingType()).isEqualTo(Plain.class.getName());
        assertThat(refusal.path()).contains("inner").contains("2");
        assertThat(refusal).hasMessageContaining(refusal.path());
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void lambdaThatCapturesItsObjectNamesTheObject(StartMethod method) {
        NotShippableException refusal = refused(method, () -> System.out.println(this));
        assertThat(refusal.offendingType()).isEqualTo(UnshippableTest.class.getName());
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void objectThatRefusesToBeWrittenGivesItsOwnWords(StartMethod method) {
        Refuses refuses = new Refuses();
        NotShippableException refusal = refused(method, () -> System.out.println(refuses));
        assertThat(refusal).hasStackTraceContaining("not today");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void threadsStreamsAndClassLoadersCannotTravel(StartMethod method) {
        for (Object each : List.of(Thread.currentThread(), System.in, getClass().getClassLoader())) {
            Holder holder = new Holder(each);
            NotShippableException refusal = refused(method, () -> System.out.println(holder));
            assertThat(refusal.offendingType()).isEqualTo(each.getClass().getName());
        }
    }

    @Test
    void listenerSaysWhatToShareInstead() throws Exception {
        try (Listener listener = Listener.bind(Address.tcp("localhost", 0), KEY)) {
            Object[] objects = {listener, new Holder(listener)};
            for (Object each : objects) {
                assertThat(refused(StartMethod.SPAWN, () -> System.out.println(each)))
                        .hasMessageContaining("a Listener stays in the process that has bound it")
                        .hasMessageContaining("share a java.nio.channels.ServerSocketChannel")
                        .hasMessageContaining("docs/channels.md")
                        .hasMessageNotContaining("implement java.io.Serializable");
            }
            SharedQueue<Object> queue = SharedQueue.create();
            assertThatThrownBy(() -> queue.put(listener)).hasMessageContaining("docs/channels.md");
        }
    }

    @Test
    void closedConnectionSaysSoAndNothingElse() {
        SharedPipe<String> pipe = SharedPipe.create();
        pipe.close();
        Connection<String> closed = pipe.first();
        NotShippableException refusal = refused(StartMethod.SPAWN, () -> System.out.println(closed));
        assertThat(refusal)
                .hasMessageContaining("offspring.ipc.Connection: it is closed here, so that it cannot be sent")
                .hasMessageNotContaining("look at the writeObject");
        assertThat(refusal.offendingType()).isEqualTo("offspring.ipc.Connection");
    }

    @Test
    void whatDoesNotLeaveTheProgramSaysSoAndNothingElse() throws Exception {
        try (Listener listener = Listener.bind(Address.tcp("localhost", 0), KEY);
                Connection<Object> client = Connection.connect(listener.address(), KEY);
                Connection<Object> server = listener.accept()) {
            for (Object each : List.of(SharedQueue.create(), SharedLock.create(), SharedPipe.create().first(), server)) {
                assertThatThrownBy(() -> client.send(new Holder(each)))
                        .isInstanceOf(NotShippableException.class)
                        .hasMessageContaining("it travels between the processes of a program and nowhere else")
                        .hasMessageNotContaining("look at the writeObject");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void failedStartCanBeRepeatedOnceTheObjectIsPutRight(StartMethod method) throws Exception {
        Object[] box = {new Plain()};
        ChildProcess child = ChildProcess.builder().startMethod(method).unstarted(() -> System.exit(box.length));
        assertThat(catchThrowableOfType(NotShippableException.class, child::start)).isNotNull();
        if (method != StartMethod.THREAD) {
            box[0] = "a string";
            child.start().join();
            assertThat(child.exitCode()).hasValue(1);
        }
    }
}

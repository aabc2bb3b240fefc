package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import offspring.NotShippableException;
import offspring.Task;
import org.junit.jupiter.api.Test;

/** What cannot ship is refused in the caller, with the way to the offender and the fix. */
class NotShippableTest {

    private static final String NAME = NotShippableTest.class.getName();

    private int field = 1;

    record Plain(int a) {}

    static class Pojo {}

    record Holder(String name, Object content) implements Serializable {}

    static class Job implements Serializable {
        private final Config config = new Config();
    }

    static class Config implements Serializable {
        private final Thread thread = Thread.currentThread();
    }

    static class NeedsArgument {
        NeedsArgument(int argument) {
            assertThat(argument).isPositive();
        }
    }

    static class Heir extends NeedsArgument implements Serializable {
        Heir() {
            super(1);
        }
    }

    static class Outward implements Externalizable {
        private Outward() {}

        @Override
        public void writeExternal(ObjectOutput out) {
            throw new AssertionError("is never asked");
        }

        @Override
        public void readExternal(ObjectInput in) {
            throw new AssertionError("is never asked");
        }
    }

    static class Failing implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("disk full");
        }
    }

    static class Endless implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(new Endless());
        }
    }

    private static NotShippableException refused(Object value) {
        NotShippableException refused =
                catchThrowableOfType(NotShippableException.class, () -> Payload.encode(value));
        assertThat(refused).as("was encoded: %s", value.getClass()).isNotNull();
        return refused;
    }

    @Test
    void aRecordThatIsNotSerializable() {
        NotShippableException e = refused(new Plain(1));
        assertThat(e).hasMessage("cannot ship " + NAME + "$Plain: it is not Serializable; let the record "
                + NAME + "$Plain implement java.io.Serializable");
        assertThat(e.shippedType()).isEqualTo(NAME + "$Plain");
        assertThat(e.path()).isEmpty();
        assertThat(e.offendingType()).isEqualTo(NAME + "$Plain");
    }

    @Test
    void aFieldOfAField() {
        NotShippableException e = refused(new Job());
        assertThat(e).hasMessage("cannot ship " + NAME + "$Job: config.thread is an object of java.lang.Thread, "
                + "which is not Serializable; it belongs to this process: make or open one in the child, or make the "
                + "field thread transient");
        assertThat(e.path()).isEqualTo("config.thread");
        assertThat(e.offendingType()).isEqualTo("java.lang.Thread");
    }

    @Test
    void theWayLeadsThroughContainers() {
        Object[] array = {1, new Holder("h", new Pojo())};
        Map<String, Object> map = new HashMap<>(Map.of("key", new ArrayList<>(List.of("a", Optional.of(array)))));
        assertThat(refused(map).path()).isEqualTo("[key][1].value[1].content");
        assertThat(refused(new HashMap<>(Map.of(new Plain(1), 1))).path()).startsWith("key a " + NAME);
    }

    @Test
    void aLambdaTypedAsAnInterfaceOfTheJdk() {
        Callable<Integer> callable = () -> 1;
        Runnable runnable = () -> { };
        Function<String, Integer> function = String::length;
        IntUnaryOperator other = x -> x;
        assertThat(refused(callable)).hasMessage("cannot ship " + NAME + "$$Lambda: it is a lambda or method reference "
                + "of type java.util.concurrent.Callable, which is not Serializable; declare it as offspring.Task "
                + "instead, or call through Pool, whose methods take offspring.Task");
        assertThat(refused(runnable)).hasMessageContaining("declare it as offspring.Action instead");
        assertThat(refused(function)).hasMessageContaining("declare it as offspring.Func instead");
        assertThat(refused(other)).hasMessageContaining("cast it to (java.util.function.IntUnaryOperator & java.io.Serializable)");
        assertThat(refused((Task<Integer>) callable::call).path()).isEqualTo("captured[0]");
    }

    @Test
    void aLambdaThatUsesTheObjectAroundIt() {
        Task<Integer> task = () -> field;
        NotShippableException e = refused(task);
        assertThat(e).hasMessage("cannot ship " + NAME + "$$Lambda: this is an object of " + NAME
                + ", which is not Serializable; the lambda uses a field or method of the object around it: make that "
                + "static, or copy it to a local variable first, or let " + NAME + " implement java.io.Serializable");
    }

    @Test
    void anAnonymousClassHoldsTheObjectAroundIt() {
        Task<Integer> task = new Task<>() {
            @Override
            public Integer call() {
                return field;
            }
        };
        assertThat(refused(task))
                .hasMessageContaining("this$0 is an object of " + NAME)
                .hasMessageContaining("it is the object around an inner, local or anonymous class: make that class static");
    }

    @Test
    void viewsOfCollections() {
        List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
        Map<Integer, Integer> map = new HashMap<>(Map.of(1, 2));
        assertThat(refused(list.subList(0, 2))).hasMessageContaining("copy it: List.copyOf");
        assertThat(refused(list.reversed())).hasMessageContaining("copy it: List.copyOf");
        assertThat(refused(List.of(1, 2, 3).subList(0, 2))).hasMessageContaining("copy it: List.copyOf");
        assertThat(refused(map.keySet())).hasMessageContaining("copy it into a new java.util.HashSet");
        assertThat(refused(map.values())).hasMessageContaining("copy it into a new java.util.ArrayList");
        assertThat(refused(list.iterator())).hasMessageContaining("collect what is left of it into a list");
        assertThat(refused(Stream.of(1))).hasMessageContaining("collect it into a list first");
    }

    @Test
    void whatCouldBeWrittenButNotReadAgain() {
        assertThat(refused(new Heir())).hasMessageContaining("has the superclass " + NAME
                + "$NeedsArgument, which is neither Serializable nor has a no-argument constructor");
        assertThat(refused(new Outward())).hasMessageContaining("no public no-argument constructor; add one");
    }

    @Test
    void aWriteObjectThatThrows() {
        assertThat(refused(new Holder("x", new Failing())))
                .hasMessageContaining("writing it failed with java.io.IOException: disk full")
                .hasRootCauseMessage("disk full");
    }

    @Test
    void aChainWithoutEndInSight() {
        assertThat(refused(new Endless())).hasMessageContaining("a chain too long to follow");
    }

    @Test
    void moreThanAMessageHolds() {
        ByteWriter out = new ByteWriter(0);
        TooBigException tooBig = catchThrowableOfType(TooBigException.class, () -> out.reserve(1L << 31));
        assertThat(Unshippable.tooBig(new int[0], tooBig))
                .hasMessageStartingWith("cannot ship int[]: it needs 2147483648 bytes");
    }
}

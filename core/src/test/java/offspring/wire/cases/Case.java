package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One kind of object that ships.
 *
 * @param name what it is
 * @param value an object of that kind
 * @param check what must hold for it at the other end; throws if it does not
 */
public record Case(String name, Object value, Check check) {

    /** Checks what arrived; may throw anything. */
    @FunctionalInterface
    public interface Check {

        /** Throws if this is not what was sent. */
        void check(Object arrived) throws Exception;
    }

    /** All kinds. Every process makes the same table anew. */
    public static List<Case> all() {
        return Stream.of(
                        ScalarCases.all(),
                        ArrayCases.all(),
                        CollectionCases.all(),
                        TimeCases.all(),
                        JdkCases.all(),
                        ObjectCases.all(),
                        GraphCases.all(),
                        LambdaCases.all(),
                        ExceptionCases.all())
                .flatMap(List::stream)
                .toList();
    }

    /** One that is equal at the other end and of the same class. */
    static Case equal(String name, Object value) {
        return new Case(name, value, arrived -> {
            assertThat(arrived).isEqualTo(value);
            if (value != null) {
                assertThat(arrived.getClass()).isEqualTo(value.getClass());
            }
        });
    }

    /** One of this type that passes a check. */
    static <T> Case that(String name, T value, Class<? super T> type, Consumer<T> check) {
        return new Case(name, value, arrived -> {
            assertThat(arrived).isInstanceOf(type);
            @SuppressWarnings("unchecked")
            T same = (T) arrived;
            check.accept(same);
        });
    }

    @Override
    public String toString() {
        return name;
    }

    /** A table under construction. */
    static final class Table extends ArrayList<Case> {

        Table equal(String name, Object value) {
            add(Case.equal(name, value));
            return this;
        }

        <T> Table that(String name, T value, Class<? super T> type, Consumer<T> check) {
            add(Case.that(name, value, type, check));
            return this;
        }
    }
}

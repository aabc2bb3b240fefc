package offspring.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Array;
import offspring.codec.Codec;

/**
 * Asks the program's {@link ObjectInputFilter} about classes that are read without the JDK's
 * streams, which ask it themselves. One per payload.
 */
final class Admission {

    /** There is no filter. */
    static final Admission OPEN = new Admission(null);

    private final ObjectInputFilter filter;
    private long references;

    private Admission(ObjectInputFilter filter) {
        this.filter = filter;
    }

    /** The program's filter as it is now. */
    static Admission current() {
        ObjectInputFilter filter = Codec.filter();
        return filter == null ? OPEN : new Admission(filter);
    }

    /** The filter, or null. */
    ObjectInputFilter filter() {
        return filter;
    }

    /** Asks about the class of a value, and an array's length; not about strings, as in the JDK. */
    void check(Object value) throws InvalidClassException {
        Class<?> type = value.getClass();
        if (type != String.class) {
            check(type, type.isArray() ? Array.getLength(value) : -1);
        }
    }

    /** Asks about a class. */
    void check(Class<?> type, long arrayLength) throws InvalidClassException {
        if (filter == null) {
            return;
        }
        references++;
        if (filter.checkInput(new Info(type, arrayLength, references)) == ObjectInputFilter.Status.REJECTED) {
            throw new InvalidClassException(type.getName(), "filter status: REJECTED");
        }
    }

    private record Info(Class<?> serialClass, long arrayLength, long references)
            implements ObjectInputFilter.FilterInfo {

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }
}

package offspring.wire;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import offspring.NotShippableException;
import offspring.codec.Codec;

/** How the program's {@link ObjectInputFilter} reaches the processes it starts. */
public final class InheritedFilter {

    private static final byte[] NONE = {};

    private InheritedFilter() {}

    /**
     * The filter, for a child's {@link #adopt}.
     *
     * @return a few bytes, none if there is no filter
     * @throws NotShippableException if the filter cannot travel
     */
    public static byte[] forChildren() {
        ObjectInputFilter filter = Codec.filter();
        if (filter == null) {
            return NONE;
        }
        if (filter.getClass().getEnclosingClass() == ObjectInputFilter.Config.class) {
            return Payload.encode(filter.toString());
        }
        if (filter instanceof Serializable) {
            return Payload.encode(filter);
        }
        String type = Remedy.nameOf(filter.getClass());
        throw new NotShippableException(
                "cannot hand the input filter on to a child: it is neither made by ObjectInputFilter.Config.createFilter"
                        + " nor Serializable; cast a lambda to (ObjectInputFilter & java.io.Serializable)",
                type, "", type, null);
    }

    /**
     * Makes the parent's filter this process's, before anything else is decoded.
     *
     * @param bytes what the parent's {@link #forChildren} returned
     * @throws UndecodableException if it cannot be made here
     */
    public static void adopt(byte[] bytes) throws UndecodableException {
        if (bytes.length == 0) {
            return;
        }
        Object filter = Payload.decode(bytes);
        Codec.filter(filter instanceof String pattern
                ? ObjectInputFilter.Config.createFilter(pattern)
                : (ObjectInputFilter) filter);
    }
}

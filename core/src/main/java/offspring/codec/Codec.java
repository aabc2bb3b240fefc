package offspring.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.OutputStream;

/**
 * How object graphs become bytes, and bytes object graphs.
 *
 * <p>The library brings its own: simple values (numbers, strings, arrays, dates, flat collections of
 * such) have a compact form, everything else travels by the JDK's serialization. A program that
 * wants another way for everything else provides a {@code Codec} through a {@link CodecProvider};
 * simple values, lambdas that capture only simple values, and exceptions never reach it.
 *
 * <p>Processes: one instance per process, used by many threads at once. Each message stands alone:
 * a codec keeps no state from one to the next, since messages may be lost, reordered, or read by
 * different processes.
 *
 * @apiNote Python: the reducer of a multiprocessing context.
 */
public interface Codec {

    /**
     * The codec's name, written ahead of all that it encodes.
     *
     * @return a short name, such as {@code fory}, the same in every process
     */
    String id();

    /**
     * Writes an object and all that it refers to.
     *
     * @param value what to write, never null
     * @param out where to; needs no flushing or closing
     * @throws IOException if the object cannot be written; it becomes the cause of the caller's {@link
     *     offspring.NotShippableException}
     */
    void write(Object value, OutputStream out) throws IOException;

    /**
     * Reads what {@link #write} wrote, in whatever process.
     *
     * @param in the bytes, ending where they ended when written
     * @return the object
     * @throws IOException if the bytes make no object
     * @throws ClassNotFoundException if a class is not known in this process
     */
    Object read(InputStream in) throws IOException, ClassNotFoundException;

    /**
     * Sets the filter that is asked about every class before an object of it is read, in this process
     * and in the processes it starts from now on.
     *
     * <p>To be set before the first process is started. A filter made by {@link
     * ObjectInputFilter.Config#createFilter} or one that is {@code Serializable} reaches children;
     * starting a child with any other fails with {@link offspring.NotShippableException}. The JVM's own
     * {@code -Djdk.serialFilter} is honoured as well.
     *
     * <p>A filter that rejects all but what it lists must list {@code offspring.**}, and {@code
     * java.lang.invoke.SerializedLambda} if lambdas are sent.
     *
     * @param filter the filter, or null for none
     */
    static void filter(ObjectInputFilter filter) {
        InputFilter.current = filter;
    }

    /**
     * The filter set with {@link #filter(ObjectInputFilter)} or inherited from the parent process.
     *
     * @return the filter, or null if there is none
     */
    static ObjectInputFilter filter() {
        return InputFilter.current;
    }
}

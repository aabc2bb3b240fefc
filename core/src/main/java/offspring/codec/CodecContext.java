package offspring.codec;

import java.io.ObjectInputFilter;

/**
 * What a {@link Codec} needs from the library: names for classes that mean the same in every
 * process, also for classes that only one process has loaded from memory.
 */
public interface CodecContext {

    /**
     * The name to write for a class.
     *
     * @param type any class
     * @return a name for {@link #classNamed} in any process of the program
     * @throws offspring.NotShippableException if no other process could load the class
     */
    String nameOf(Class<?> type);

    /**
     * The class of a name, fetched from the process that has it if it is not here.
     *
     * <p>Asks the program's filter about it.
     *
     * @param name what {@link #nameOf} gave
     * @return the class, not initialized
     * @throws ClassNotFoundException if the class cannot be had, or the filter rejects it
     */
    Class<?> classNamed(String name) throws ClassNotFoundException;

    /**
     * The program's filter, for what {@link #classNamed} does not see.
     *
     * @return the filter, or null if there is none
     * @see Codec#filter(ObjectInputFilter)
     */
    ObjectInputFilter filter();
}

package offspring.codec;

/**
 * Makes a {@link Codec}; found by {@link java.util.ServiceLoader} in every process of the program.
 *
 * <p>One provider on the class or module path is used without further ado. Where there are several,
 * or where the JDK's serialization is wanted in spite of one, {@code -Doffspring.codec=}<i>id</i>
 * (or {@code jdk}) chooses.
 */
public interface CodecProvider {

    /**
     * The name of the codec it makes.
     *
     * @return the same as {@link Codec#id()}
     */
    String id();

    /**
     * Makes the codec, once per process and at its first use.
     *
     * @param context what a codec needs from the library
     * @return the codec
     */
    Codec open(CodecContext context);
}

package offspring.handle;

import java.io.IOException;
import java.io.Serializable;
import offspring.region.SharedCell;

/** What a cell of the family heap is. Each package has an enum of its own kinds. */
public interface Kind extends Serializable {

    /** The numbers from here on are those of data, whose cells begin with a lock. */
    int FIRST_OF_DATA = 0x100;

    /** The number that the cell bears, the same in all processes, never 0; no two kinds have the same. */
    int number();

    /** The class as the user knows it, with its package. */
    String typeName();

    /**
     * The user's object for a cell of this kind.
     *
     * @throws IOException if what belongs to it cannot be mapped
     */
    Object of(SharedCell cell) throws IOException;

    /** Whether a cell with that number will do. */
    default boolean accepts(int number) {
        return number == number();
    }

    /** {@link #typeName} without the package. */
    default String simpleName() {
        return typeName().substring(typeName().lastIndexOf('.') + 1);
    }
}

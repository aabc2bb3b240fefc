package offspring.wire;

/** A class loader that the class path does not know, and whose classes are fetched by name. */
interface Origin {

    /** What stands for the class path, where every process finds the same. */
    long CLASS_PATH = 0;

    /** The loader's number, unique in the family; its upper half is the pid of where it lives. */
    long id();

    /** The process in which a loader lives. */
    static long owner(long id) {
        return id >>> 32;
    }
}

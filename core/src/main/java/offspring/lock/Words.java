package offspring.lock;

/**
 * The words of a shared object by their places, all of them volatile, so that tests can stop between any two
 * accesses.
 */
public interface Words {

    long get(int at);

    boolean compareAndSet(int at, long expected, long value);
}

package offspring.channel;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a keeper is: a number drawn at random, and the name of its socket, which is made of it. The name is in a space
 * that all programs of the machine share, and free again when its process has ended, however that was.
 */
final class KeeperName {

    /** There is none. */
    static final long NONE = 0;

    private KeeperName() {}

    static long fresh() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }

    static String of(long address) {
        return "offspring-keeper-".concat(Long.toHexString(address));
    }
}

package offspring.region;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** For tests: this process may have so much in regions at a time, whatever the machine has. */
final class MemoryQuota extends MemoryLeft {

    private final long quota;
    /** By the regions' offsets. Guarded by this, as is the sum. */
    private final Map<Long, Long> held = new HashMap<>();

    private long sum;

    MemoryQuota(long quota) {
        this.quota = quota;
    }

    @Override
    synchronized void grant(long region, long bytes) throws IOException {
        if (bytes > quota - sum) {
            throw new IOException("there is not so much memory; availableBytes=" + (quota - sum));
        }
        super.grant(region, bytes);
        held.put(region, bytes);
        sum += bytes;
    }

    @Override
    synchronized void freed(long region) {
        Long bytes = held.remove(region);
        sum -= bytes == null ? 0 : bytes;
    }
}

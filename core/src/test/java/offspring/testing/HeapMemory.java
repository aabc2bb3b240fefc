package offspring.testing;

import java.io.IOException;
import offspring.region.FamilyHeap;

/** How much memory the heap takes that this process shares with its family. */
public final class HeapMemory {

    private HeapMemory() {}

    /** In bytes, now. */
    public static long bytes() throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", FamilyHeap.current().path().toString()).start();
        try (var lines = stat.inputReader()) {
            return 512 * Long.parseLong(lines.readLine());
        } finally {
            stat.waitFor();
        }
    }

    /** The same after the garbage of other tests was given back, which would otherwise happen any time later. */
    public static long settledBytes() throws IOException, InterruptedException {
        long before = Long.MAX_VALUE;
        long after = bytes();
        for (int rounds = 0; rounds < 5 && after != before; rounds++) {
            before = after;
            FamilyHeap.current().cells().collect();
            after = bytes();
        }
        return after;
    }
}

package offspring.testing;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import offspring.channel.Keepers;
import offspring.launch.GroupWatcher;
import offspring.launch.StandbyShelf;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves children, descriptors, mappings or names behind.
 *
 * <p>What is held before the test is compared with what is held after it, until both agree or the
 * deadline has passed, since ends take milliseconds. The library's own standby JVMs are not leaks: the
 * shelf is emptied first.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakCheck.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", Possessions.now());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        HangWatch.stop(context);
        // Booted ahead of need, for the test's own children.
        StandbyShelf.clear();
        GroupWatcher.rest();
        Keepers.rest();
        Possessions before = context.getStore(NAMESPACE).get("before", Possessions.class);
        List<String> left = leftAfterDeadline(before);
        if (!left.isEmpty()) {
            throw new AssertionError("%s left behind:%n  %s"
                    .formatted(context.getDisplayName(), String.join(System.lineSeparator() + "  ", left)));
        }
    }

    static List<String> leftAfterDeadline(Possessions before) {
        long end = System.nanoTime() + Eventually.patience().toNanos();
        List<String> left = Possessions.now().beyond(before);
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            // Each time again: one may just have been booting.
            StandbyShelf.clear();
            LockSupport.parkNanos(5_000_000);
            GroupWatcher.rest();
            Keepers.rest();
            left = Possessions.now().beyond(before);
        }
        return left;
    }
}

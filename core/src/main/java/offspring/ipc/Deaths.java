package offspring.ipc;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import offspring.ExitStatus;
import offspring.ProcessDiedException;
import offspring.lock.Holder;
import offspring.os.Owner;
import offspring.os.Signals;
import offspring.region.FamilyHeap;
import offspring.region.Obituaries.Obituary;

/** What is known of the end of a process of the family. */
final class Deaths {

    /** Who started it hears of its end at about the same time as we do. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A process whose end nobody saw was killed with the family that it belonged to. */
    private static final ExitStatus UNSEEN = new ExitStatus(-Signals.SIGKILL);

    private Deaths() {}

    /**
     * The exception that tells of it.
     *
     * @param owner the process, see {@link Holder}
     * @param text the whole text around "NAME (pid N) was killed by …"
     */
    static ProcessDiedException of(long owner, UnaryOperator<String> text) throws InterruptedException {
        long pid = Holder.pid(owner);
        Obituary known = obituary(new Owner(pid, Holder.startTicks(owner)));
        ExitStatus status = known == null ? UNSEEN : new ExitStatus(known.code());
        String name = known == null ? "a process" : known.name();
        return new ProcessDiedException(
                text.apply(name + " (pid " + pid + ") ended (" + status + ")"), status, pid, name);
    }

    private static Obituary obituary(Owner process) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Optional<Obituary> found = find(process);
            if (found.isPresent() || System.nanoTime() - start > PATIENCE_NANOS) {
                return found.orElse(null);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static Optional<Obituary> find(Owner process) {
        try {
            return FamilyHeap.current().obituaries().find(process);
        } catch (IOException noHeap) {
            return Optional.empty();
        }
    }
}

package offspring.pool;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import offspring.ExitStatus;
import offspring.ProcessDiedException;
import offspring.WorkerDiedException;
import offspring.wire.Failure;
import offspring.wire.Shipment;

/** Composes what is said about a worker's death from the facts. */
final class Obituary {

    private static final ExitStatus UNKNOWN = new ExitStatus(-1);

    private Obituary() {}

    /** The failure of the task that a dead worker was running. */
    static WorkerDiedException ofTask(Worker worker, ExitStatus status, String task) {
        ExitStatus end = status == null ? UNKNOWN : status;
        List<String> stderr = stderrOf(worker);
        String text = "cannot finish task " + task + ": " + worker.label() + " that ran it " + words(end) + "; "
                + likelyCause(end, stderr) + lastLine(stderr);
        return new WorkerDiedException(text, end, pidOf(worker), worker.name(), task, stderr);
    }

    /** Why a worker never became ready. */
    static Throwable ofStart(Worker worker, ExitStatus status, Throwable failure) {
        if (failure != null) {
            return failure;
        }
        Shipment thrown = worker.initializerFailure();
        if (thrown != null && thrown.payload().length > 0) {
            try {
                return Failure.decode(thrown.payload(), 0, thrown.payload().length, worker.label());
            } finally {
                Reference.reachabilityFence(thrown);
            }
        }
        ExitStatus end = status == null ? UNKNOWN : status;
        return new ProcessDiedException(
                "cannot use " + worker.label() + ": it " + words(end)
                        + " before it was ready; look at the pool's initializer and JVM options"
                        + lastLine(stderrOf(worker)),
                end,
                pidOf(worker),
                worker.name());
    }

    private static String words(ExitStatus end) {
        return end.signal().isPresent() ? "was " + end : end.toString();
    }

    private static String likelyCause(ExitStatus end, List<String> stderr) {
        if (end.code() >= 0) {
            return outOfMemoryExit(stderr)
                    ? "its JVM ran out of memory and ends then; give it more with jvmOptions(\"-Xmx...\")"
                    : "the task called System.exit(" + end.code()
                            + ") or Runtime.halt; return or throw from tasks instead";
        }
        return switch (-end.code()) {
            case 9 -> "likely the kernel's out-of-memory killer, or somebody's kill -9;"
                    + " lower the heap per worker or the number of workers if it was memory";
            case 15 -> "somebody asked it to end (SIGTERM)";
            case 4, 6, 7, 8, 11 -> "likely native code crashed; look for an hs_err_pid" + " file";
            default -> "it was ended from outside";
        };
    }

    private static boolean outOfMemoryExit(List<String> stderr) {
        return stderr.stream().anyMatch(line -> line.startsWith("Terminating due to java.lang.OutOfMemoryError"));
    }

    private static String lastLine(List<String> stderr) {
        return Optional.of(stderr)
                .filter(lines -> !lines.isEmpty())
                .map(lines -> "; last stderr line: " + lines.getLast())
                .orElse("");
    }

    private static List<String> stderrOf(Worker worker) {
        return worker.handle() == null ? List.of() : worker.handle().stderrTail();
    }

    private static long pidOf(Worker worker) {
        return worker.handle() == null ? -1 : worker.handle().pid();
    }
}

package offspring.cli.demo;

import java.util.List;
import java.util.Locale;
import offspring.cli.Table;
import offspring.pool.WorkerInfo;

/** The demo's tables. */
final class Report {

    private Report() {}

    static void workers(Screen screen, List<WorkerInfo> workers) {
        Table table = new Table("worker", "pid", "state", "tasks", "cpu", "memory");
        for (WorkerInfo worker : workers) {
            table.row(
                    worker.name(),
                    Long.toString(worker.pid()),
                    worker.state().toString().toLowerCase(Locale.ROOT),
                    Long.toString(worker.tasksDone()),
                    "%.2f s".formatted(worker.cpuTime().toMillis() / 1e3),
                    "%d MB".formatted(worker.memory() >> 20));
        }
        table.lines().forEach(line -> screen.line("   %s", line));
    }

    static void result(Screen screen, Tally tally) {
        screen.line("   files          %,d with %,d MB, each with its SHA-256",
                tally.digests().size(), tally.bytes() / 1_000_000);
        screen.line("   words          %,d, %,d different", tally.wordCount(), tally.words().size());
        screen.line("   most frequent  %s", String.join(", ", tally.mostFrequent(6)));
        Table table = new Table("longest line", "bytes", "no.");
        for (Tally.Line line : tally.longest()) {
            table.row(shortened(line.file()), "%,d".formatted(line.length()), Integer.toString(line.number()));
        }
        table.lines().forEach(line -> screen.line("   %s", line));
    }

    private static String shortened(String file) {
        return file.length() <= 60 ? file : "…" + file.substring(file.length() - 59);
    }
}

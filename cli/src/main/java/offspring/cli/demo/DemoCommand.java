package offspring.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import offspring.cli.WithHelp;
import offspring.pool.Pool;
import offspring.process.Cpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code offspring demo}: the main job, on real input, against the same code run sequentially. */
@Command(
        name = "demo",
        description = "Runs a real job on all cores in child JVMs, and kills one of them in the middle.",
        footer = {
            "",
            "Input are the sources that come with the JDK, or the files under --dir. The exit code is 1",
            "if the result differs from that of a sequential run."
        })
public final class DemoCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "Work on the files under this directory.")
    private Path directory;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description = "How many workers; by default one for each processor.")
    private Integer processes;

    private Screen screen;

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        screen = new Screen(spec.commandLine().getOut());
        Body body = body();
        int workers = workers();
        List<String> names = body.names();
        if (names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no files to work on: " + body);
        }
        List<Chunk> chunks = Chunk.cut(body, names, Math.max(32, 8 * workers));
        screen.line("Word frequencies, SHA-256 and longest lines of %,d files: %s", names.size(), body);
        screen.line("in %d tasks, on %d processors", chunks.size(), Cpus.available());

        screen.line("%n1. One process, one task after the other");
        double cold = sequentialPass(chunks, new Tally());
        screen.line("   first pass   %5.2f s   (JVM cold)", cold);
        Tally expected = new Tally();
        double warm = sequentialPass(chunks, expected);
        screen.line("   second pass  %5.2f s   (JVM warm: what the pool is compared with)", warm);

        boolean same = inThePool(chunks, workers, expected, warm);
        screen.line("%nResult: %s", same ? "the same from every pass" : "THE PASSES DIFFER");
        Report.result(screen, expected);
        return same ? 0 : 1;
    }

    private Body body() {
        if (directory != null && !Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), "no such directory: " + directory);
        }
        return directory == null ? Body.ofThisJdk() : Body.ofDirectory(directory);
    }

    private int workers() {
        if (processes != null && processes < 1) {
            throw new ParameterException(spec.commandLine(), "--processes must be at least 1, not " + processes);
        }
        return processes == null ? Math.max(2, Cpus.available()) : processes;
    }

    private static double sequentialPass(List<Chunk> chunks, Tally into) throws IOException {
        long start = System.nanoTime();
        for (Chunk chunk : chunks) {
            into.add(Scan.scan(chunk));
        }
        return seconds(start);
    }

    private boolean inThePool(List<Chunk> chunks, int workers, Tally expected, double warm)
            throws InterruptedException, ExecutionException {
        try (Pool pool = Pool.builder().processes(workers).name("demo").build()) {
            screen.line("%n2. A pool of %d worker processes, each a JVM of its own", workers);
            boolean same = pass(pool, chunks, expected, "first pass ", "their start included", warm);
            same &= pass(pool, chunks, expected, "second pass", "warm", warm);
            Report.workers(screen, pool.workers());

            screen.line("%n3. The same once more, and one of them is killed");
            long start = System.nanoTime();
            PooledPass killed = new PooledPass(pool, chunks, screen, true);
            Tally found = killed.run();
            if (killed.lost() == 0) {
                screen.line("   no task was lost: these are so short that the worker was between two of them");
            }
            screen.line("   finished     %5.2f s   (%d of %d parts, %d of them run twice; %d workers again)",
                    seconds(start), chunks.size(), chunks.size(), killed.lost(), pool.workers().size());
            Report.workers(screen, pool.workers());
            return same & found.isSameAs(expected);
        }
    }

    private boolean pass(Pool pool, List<Chunk> chunks, Tally expected, String name, String remark, double warm)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        Tally found = new PooledPass(pool, chunks, screen, false).run();
        double seconds = seconds(start);
        screen.line("   %s  %5.2f s   (%s): %.2f times as fast as one warm process", name, seconds, remark, warm / seconds);
        return found.isSameAs(expected);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

package offspring.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import offspring.cli.Table;
import offspring.cli.WithHelp;
import offspring.launch.AotCache;
import offspring.launch.AotTraining;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./offspring bench}. */
@Command(
        name = "offspring bench",
        description = "Measures Offspring side by side with CPython's multiprocessing, in alternating rounds.",
        footer = {
            "",
            "A row is a group such as pool_map_small, or one of its lines such as pool_map_small.chunk1.",
            "The ratio is above 1 where ours is better, whichever way the unit goes. 'noisy': the rounds",
            "differ by more than a third. 'offspring bench --jmh [JMH options]' runs the JMH benchmarks."
        })
public final class Main extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ROW", description = "What to measure; by default everything.")
    private List<String> rows = List.of();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "How many rounds; by default 5.")
    private int rounds;

    @Option(names = "--quick", description = "A tenth of the work and two rounds: shows that it works, no more.")
    private boolean quick;

    @Option(names = "--list", description = "Lists the groups.")
    private boolean list;

    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args rows and options, or {@code --jmh} and options for JMH
     * @throws Exception if JMH fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(Stream.of(args).skip(1).toArray(String[]::new));
            return;
        }
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler(offspring.cli.Main::oneLine)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Stream.of(Group.values()).map(Group::row).forEach(out::println);
            return 0;
        }
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be at least 1, not " + rounds);
        }
        SequencedSet<Group> groups = groups();
        Optional<Python> python = Python.find(Path.of(System.getProperty("offspring.home", ".")));
        if (python.isEmpty()) {
            spec.commandLine().getErr().println("offspring: no python3 on the PATH: our figures stand alone");
        }
        // What a program finds that is not the first one since the library was installed.
        if (AotCache.file().isPresent() && !AotTraining.train()) {
            spec.commandLine().getErr().println("offspring: no AOT cache: children boot slower than they could");
        }
        Table table = new Table("row", "ours", "CPython", "unit", "ratio", "");
        for (Group group : groups) {
            List<Comparison> measured = measure(group, python);
            checkRows(group, measured);
            for (Comparison comparison : measured) {
                if (isWanted(comparison.row())) {
                    print(comparison, table, out);
                }
            }
        }
        if (!json) {
            table.lines().forEach(out::println);
        }
        return 0;
    }

    private void print(Comparison comparison, Table table, PrintWriter out) {
        if (json) {
            out.println(comparison.json());
            out.flush();
        } else {
            table.row(comparison.cells());
        }
    }

    private SequencedSet<Group> groups() {
        if (rows.isEmpty()) {
            return new LinkedHashSet<>(List.of(Group.values()));
        }
        SequencedSet<Group> groups = new LinkedHashSet<>();
        for (String row : rows) {
            groups.add(Group.of(row).orElseThrow(() -> new ParameterException(
                    spec.commandLine(), "no such row: " + row + "; 'offspring bench --list' shows the groups")));
        }
        return groups;
    }

    /** Which rows a group has is known once it was measured. */
    private void checkRows(Group group, List<Comparison> measured) {
        for (String wanted : rows) {
            boolean isOurs = Group.of(wanted).filter(group::equals).isPresent();
            if (isOurs && measured.stream().noneMatch(found -> isMeantBy(wanted, found.row()))) {
                String names = measured.stream().map(Comparison::row).collect(Collectors.joining(" "));
                throw new ParameterException(spec.commandLine(), "no such row: " + wanted + "; there are: " + names);
            }
        }
    }

    private boolean isWanted(String row) {
        return rows.isEmpty() || rows.stream().anyMatch(wanted -> isMeantBy(wanted, row));
    }

    private static boolean isMeantBy(String wanted, String row) {
        return row.equals(wanted)
                || row.startsWith(wanted + ".")
                || wanted.equals("pool_create") && row.startsWith("pool_close_join.");
    }

    /** Rounds in turns, so that what else the machine does falls on both; who begins alternates. */
    private List<Comparison> measure(Group group, Optional<Python> python) throws Exception {
        Group.Scale scale = new Group.Scale(quick ? 0.1 : 1);
        int times = quick ? Math.min(2, rounds) : rounds;
        group.measure(new Group.Scale(scale.factor() / 2)); // warms up this JVM; CPython's script does it by itself
        Map<String, Comparison> found = new LinkedHashMap<>();
        for (int round = 0; round < times; round++) {
            progress(group, round, times);
            if (round % 2 == 0) {
                ours(group, scale, found);
                pythons(group, scale, python, found);
            } else {
                pythons(group, scale, python, found);
                ours(group, scale, found);
            }
        }
        return found.values().stream().filter(Comparison::hasOurs).toList();
    }

    private static void ours(Group group, Group.Scale scale, Map<String, Comparison> found) throws Exception {
        for (Figure figure : group.measure(scale)) {
            found.computeIfAbsent(figure.row(), _ -> new Comparison(figure)).addOurs(figure.value());
        }
    }

    private static void pythons(
            Group group, Group.Scale scale, Optional<Python> python, Map<String, Comparison> found) throws Exception {
        if (python.isPresent()) {
            for (Figure figure : python.get().measure(group, scale)) {
                found.computeIfAbsent(figure.row(), _ -> new Comparison(figure)).addPythons(figure.value());
            }
        }
    }

    private void progress(Group group, int round, int times) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("offspring: %s, round %d of %d%n", group.row(), round + 1, times);
        err.flush();
    }
}

package offspring.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The description of {@code offspring bench}, which the launcher script starts from the module {@code bench}. */
@Command(
        name = "bench",
        description = "Measures Offspring side by side with CPython's multiprocessing.",
        customSynopsis = "offspring bench [ROW…] [--json] [--rounds N] [--quick] [--list]")
final class BenchCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true, arity = "0..*")
    private List<String> rows = List.of();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "bench is done by the launcher: ./offspring bench");
    }
}

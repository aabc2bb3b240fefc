package offspring.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The description of {@code offspring run}. The launcher script itself does the work, so that the program's JVM takes
 * the script's place: no other process stands between it and the terminal, its signals and its exit code.
 */
@Command(
        name = "run",
        description = "Runs a program that uses Offspring.",
        customSynopsis = "offspring run [java options] FILE.java|FILE.jar|MAIN-CLASS [args]",
        footer = {
            "",
            "A source file needs no more than 'import module offspring;'. Several files of one directory",
            "and compact source files work. Options before the program are java's own: -Xmx1g,",
            "--class-path, --module-path, -D… The exit code is the program's."
        })
final class RunCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true, arity = "0..*")
    private List<String> programAndArguments = List.of();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "run is done by the launcher: ./offspring run FILE.java|FILE.jar|MAIN-CLASS");
    }
}

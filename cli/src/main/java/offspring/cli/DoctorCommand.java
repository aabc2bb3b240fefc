package offspring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code offspring doctor}: what this machine supports, and what is used instead of what it does not. */
@Command(name = "doctor", description = "Tells what this machine supports: JDK, kernel, limits, start-up cache.")
final class DoctorCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(VersionCommand.text());
        return 0;
    }
}

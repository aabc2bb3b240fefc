package offspring.cli;

import java.io.PrintWriter;
import java.util.List;
import offspring.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point of the command. Exit codes: 0, 1 if the work failed, 2 for wrong usage. */
@Command(
        name = "offspring",
        description = "Runs Java work in child JVMs: pools of them, safe from whatever their code does.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ExamplesCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            PathCommand.class,
            VersionCommand.class
        },
        footer = {"", "Try: offspring demo"})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @CommandLine.Option(
            names = {"-V", "--version"},
            description = "The same as 'version'.")
    private boolean version;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = new CommandLine(new Main());
        command.setOut(out);
        command.setErr(err);
        command.setParameterExceptionHandler(Main::oneLine);
        return command.execute(args);
    }

    @Override
    public void run() {
        if (version) {
            spec.commandLine().getOut().println(VersionCommand.text());
        } else {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /**
     * Tells of wrong usage in one line on stderr, whatever picocli would have added.
     *
     * @param wrong what picocli says
     * @param args the arguments
     * @return the exit code
     */
    public static int oneLine(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("offspring: " + explain(wrong, command));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String explain(ParameterException wrong, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException unmatched
                && command.getCommandSpec().subcommands().size() > 0) {
            List<String> near = unmatched.getSuggestions();
            return "unknown command: " + unmatched.getUnmatched().getFirst()
                    + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?")
                    + "; 'offspring --help' lists the commands";
        }
        String said = wrong.getMessage().lines().findFirst().orElse("wrong usage");
        return said + "; '" + name + " --help' tells how to use it";
    }
}

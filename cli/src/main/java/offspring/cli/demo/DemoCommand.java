package offspring.cli.demo;

import java.util.concurrent.Callable;
import offspring.cli.WithHelp;
import picocli.CommandLine.Command;

/** {@code offspring demo}. */
@Command(name = "demo", description = "Runs a real job on all cores in child JVMs, and kills one of them.")
public final class DemoCommand extends WithHelp implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}

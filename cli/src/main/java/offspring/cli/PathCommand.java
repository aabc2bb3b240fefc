package offspring.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import offspring.Task;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offspring path}: what to tell {@code java} and {@code javac} when one calls them oneself. */
@Command(
        name = "path",
        description = "Tells the module path and the class path, for calling java yourself.",
        footer = {
            "",
            "With an option the answer is that alone, for use in a command line:",
            "  java $(offspring path --options) Mine.java",
            "  javac -p \"$(offspring path --module-path)\" …"
        })
final class PathCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Only only;

    private static final class Only {
        @Option(names = "--module-path", required = true, description = "Only the module path.")
        private boolean modulePath;

        @Option(names = "--class-path", required = true, description = "Only the class path.")
        private boolean classPath;

        @Option(names = "--options", required = true, description = "Only the options for java.")
        private boolean options;
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        Path library = library();
        String options = "--module-path " + library + " --add-modules offspring --enable-native-access=offspring";
        if (only == null) {
            out.println("module path   " + library);
            out.println("class path    " + library + "   (then with --enable-native-access=ALL-UNNAMED)");
            out.println("java options  " + options);
        } else {
            out.println(only.options ? options : library);
        }
        return 0;
    }

    /** Where the library was loaded from; it needs no other jar. */
    static Path library() {
        try {
            return Path.of(Task.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the library is", e);
        }
    }
}

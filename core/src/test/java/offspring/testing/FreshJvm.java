package offspring.testing;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import offspring.Action;

/**
 * A small program in a JVM of its own, as a user would start it.
 *
 * <pre>{@code
 * RunningProgram.Result result = FreshJvm.in(directory)
 *         .source("Hello.java", "void main() { IO.println(1); }")
 *         .launch("Hello.java")
 *         .awaitEnd();
 * }</pre>
 */
public final class FreshJvm {

    /** Set in the program's environment, and so in all its descendants. */
    static final String MARK = "OFFSPRING_TEST_PROGRAM";

    private final Path directory;
    private final String mark = UUID.randomUUID().toString();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private boolean modular = true;

    private FreshJvm(Path directory) {
        this.directory = directory;
    }

    /** A program whose files and working directory are here. */
    public static FreshJvm in(Path directory) {
        return new FreshJvm(directory);
    }

    /** Where the library's classes are: a directory or a jar, module descriptor included. */
    public static Path library() {
        try {
            return Path.of(Action.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes a file of the program. */
    public FreshJvm source(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Adds options of the JVM. */
    public FreshJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Sets a variable of the environment. */
    public FreshJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The library on the class path, and not as a module. */
    public FreshJvm onClassPath() {
        modular = false;
        return this;
    }

    /** Starts {@code java File.java args}: the source launcher. */
    public RunningProgram launch(String file, String... arguments) throws IOException {
        return startWith(List.of(), library().toString(), List.of(file), arguments);
    }

    /** Compiles the given files to the class path and starts a class of them. */
    public RunningProgram compileAndRun(String mainClass, List<String> files, String... arguments)
            throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Compiled.compile(directory, classes, files, modular);
        String path = modular ? library().toString() : classes + File.pathSeparator + library();
        List<String> extra = modular ? List.of("--class-path", classes.toString()) : List.of();
        return startWith(extra, path, List.of(mainClass), arguments);
    }

    /** Compiles the given files, a {@code module-info.java} among them, and starts a class of that module. */
    public RunningProgram compileAndRunModule(String module, String mainClass, List<String> files, String... arguments)
            throws IOException {
        Path classes = Files.createDirectories(directory.resolve("modules").resolve(module));
        Compiled.compile(directory, classes, files, true);
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(List.of("--module-path", classes + File.pathSeparator + library()));
        command.addAll(List.of("--enable-native-access=offspring", "--module", module + "/" + mainClass));
        return start(command, arguments);
    }

    /** Compiles the given files into {@code classes} below the directory, against the library as a class path. */
    public Path compile(List<String> files) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Compiled.compile(directory, classes, files, false);
        return classes;
    }

    /** Starts {@code java} with the options given before and exactly these arguments. */
    public RunningProgram java(String... arguments) throws IOException {
        return start(javaCommand(), arguments);
    }

    /** Starts any program, in the same directory and with the same environment. */
    public RunningProgram command(List<String> command) throws IOException {
        return start(new ArrayList<>(command));
    }

    /** Where the JVM of these tests is. */
    public static Path javaTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    private RunningProgram startWith(List<String> extra, String path, List<String> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(extra);
        if (modular) {
            command.addAll(List.of("--module-path", path, "--add-modules", "offspring"));
            command.add("--enable-native-access=offspring");
        } else {
            command.addAll(List.of("--class-path", path, "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(program);
        return start(command, arguments);
    }

    private List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String grace = System.getProperty("offspring.grace");
        if (grace != null) {
            command.add("-Doffspring.grace=" + grace);
        }
        command.addAll(options);
        return command;
    }

    private RunningProgram start(List<String> command, String... arguments) throws IOException {
        command.addAll(List.of(arguments));
        command.addAll(0, SigInt.prefix());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
        return new RunningProgram(builder.start(), mark);
    }
}

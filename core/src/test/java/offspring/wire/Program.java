package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** A program of a user, who has the library and this test's classes on the class path. */
record Program(Path directory) {

    /** What it printed. */
    record Output(List<String> out, List<String> err) {}

    Program file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Compiles files into {@code classes}. */
    Program compile(Path classes, List<String> options, String... files) {
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        arguments.addAll(options);
        for (String file : files) {
            arguments.add(directory.resolve(file).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return this;
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** {@code java -cp … arguments}. */
    Output java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-cp", classPath()));
        command.addAll(List.of(arguments));
        return run("java", command, null);
    }

    /** Runs a tool of the JDK to its end, which must be a good one. */
    Output run(String tool, List<String> arguments, Path input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(arguments);
        Path out = directory.resolve("stdout.txt");
        Path err = directory.resolve("stderr.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input == null ? Redirect.from(Path.of("/dev/null").toFile()) : Redirect.from(input.toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ended").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return new Output(Files.readAllLines(out), Files.readAllLines(err));
    }
}

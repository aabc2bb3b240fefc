package offspring.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CPython's side: {@code baseline.py}, started so that it is at its best. */
final class Python {

    private static final Pattern FIGURE =
            Pattern.compile("\\{\"row\": \"([^\"]+)\", \"value\": ([-+.eE0-9]+), \"unit\": \"([^\"]+)\"}");

    private final Path interpreter;
    private final Path scripts;
    private final Path bytecode;

    private Python(Path interpreter, Path scripts, Path bytecode) {
        this.interpreter = interpreter;
        this.scripts = scripts;
        this.bytecode = bytecode;
    }

    /**
     * The python3 on the PATH, if there is one.
     *
     * @param home the directory of this clone
     */
    static Optional<Python> find(Path home) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "python3"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new Python(found, home.resolve("bench/python"), home.resolve("bench/target/pycache")));
    }

    List<Figure> measure(Group group, Group.Scale scale) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                interpreter.toString(), "-S", "-m", "baseline", group.row(), Double.toString(scale.factor()));
        builder.directory(scripts.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONPYCACHEPREFIX", bytecode.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "");
        Process python = builder.start();
        python.getOutputStream().close();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (python.waitFor() != 0) {
            throw new IOException("the CPython baseline of " + group.row() + " failed; exit code=" + python.exitValue());
        }
        List<Figure> figures = new ArrayList<>();
        Matcher matcher = FIGURE.matcher(said);
        while (matcher.find()) {
            figures.add(new Figure(matcher.group(1), Double.parseDouble(matcher.group(2)), matcher.group(3)));
        }
        return figures;
    }
}

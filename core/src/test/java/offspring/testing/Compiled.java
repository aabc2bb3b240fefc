package offspring.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Source files of a test, compiled against the library. */
final class Compiled {

    private Compiled() {}

    /** Compiles files of the source directory; fails with javac's words if there is any error. */
    static void compile(Path sources, Path classes, List<String> files, boolean modular) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> words = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        options.addAll(List.of(modular ? "--module-path" : "--class-path", FreshJvm.library().toString()));
        boolean isModule = files.stream().anyMatch(file -> file.endsWith("module-info.java"));
        if (modular && !isModule) {
            options.addAll(List.of("--add-modules", "offspring"));
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(words, null, null)) {
            Stream<Path> paths = files.stream().map(sources::resolve);
            boolean compiles = compiler.getTask(
                            null, manager, words, options, null, manager.getJavaFileObjectsFromPaths(paths.toList()))
                    .call();
            if (!compiles) {
                throw new IllegalArgumentException("does not compile: " + words.getDiagnostics());
            }
        }
    }
}

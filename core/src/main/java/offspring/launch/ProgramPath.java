package offspring.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where children find the program's classes: the options of the class path and of the module path.
 *
 * <p>A program on the class path gets children with our jar and then its own class path. A program
 * that is a named module, or has other modules beside ours on its module path, gets children with
 * the same module path and root modules. If ours is the only module on the module path (as for a
 * source file started with it), children have it on the class path: a JVM with a module path cannot
 * use its archived module graph and boots later.
 */
final class ProgramPath {

    private static final String OURS = "offspring";
    private static final String MAIN = "offspring.child.ChildMain";

    private final List<String> handedOn;
    private final String classPath;
    private final List<String> modulePath;
    private final String mainModule;
    private final boolean modular;

    private ProgramPath(List<String> handedOn) {
        this.handedOn = handedOn;
        this.classPath = absoluteClassPath();
        this.modulePath = absolute(System.getProperty("jdk.module.path", ""));
        this.mainModule = System.getProperty("jdk.module.main");
        this.modular = ProgramPath.class.getModule().isNamed() && (isProgramModular() || hasOtherModules());
    }

    static ProgramPath ofThisJvm() {
        return new ProgramPath(ParentOptions.handedOn());
    }

    boolean isModular() {
        return modular;
    }

    /** Whether children load our classes from our jar on the class path, in a JVM without options about modules. */
    boolean fitsAotCache() {
        return !modular
                && OwnPlace.jar().isPresent()
                && modulePathWithoutOurs().isEmpty()
                && ModuleOptions.forClassPath(handedOn).equals(ModuleOptions.forClassPath(List.of()))
                && handedOn.stream().noneMatch(ProgramPath::changesLoading);
    }

    private static boolean changesLoading(String option) {
        return option.startsWith("-Xboot")
                || option.equals("--enable-preview")
                || option.startsWith("-Djava.system.class.loader")
                || option.startsWith("-Djdk.");
    }

    /** The options of the parent and of the paths. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        for (String option : handedOn) {
            if (!ParentOptions.isOfModules(option)) {
                options.add(option);
            }
        }
        options.addAll(modular ? moduleOptions() : ModuleOptions.forClassPath(handedOn));
        if (!modular && !modulePathWithoutOurs().isEmpty()) {
            options.add("--module-path=" + String.join(File.pathSeparator, modulePathWithoutOurs()));
        }
        if (!classPath.isEmpty()) {
            options.add("-cp");
            options.add(classPath);
        }
        return options;
    }

    /** The end of the command line: what to run. */
    List<String> main() {
        return modular ? List.of("-m", OURS + "/" + MAIN) : List.of(MAIN);
    }

    private List<String> moduleOptions() {
        List<String> options = new ArrayList<>(ModuleOptions.forModules(handedOn));
        Set<String> roots = new LinkedHashSet<>();
        if (mainModule == null || mainModule.equals("jdk.compiler")) {
            roots.add("ALL-DEFAULT");
        } else {
            roots.add(mainModule);
        }
        options.add("--add-modules=" + String.join(",", roots));
        if (!modulePath.isEmpty()) {
            options.add("--module-path=" + String.join(File.pathSeparator, modulePath));
        }
        return options;
    }

    private boolean isProgramModular() {
        return mainModule != null && !mainModule.equals("jdk.compiler");
    }

    private boolean hasOtherModules() {
        return OwnPlace.path().isEmpty() || !modulePathWithoutOurs().isEmpty();
    }

    private List<String> modulePathWithoutOurs() {
        Path ours = OwnPlace.path().orElse(null);
        return modulePath.stream().filter(entry -> !isOnly(Path.of(entry), ours)).toList();
    }

    /** Whether an entry of a module path is our jar or class directory, or a directory with nothing but it. */
    private static boolean isOnly(Path entry, Path ours) {
        if (ours == null || entry.equals(ours)) {
            return ours != null;
        }
        if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
            return false;
        }
        try (DirectoryStream<Path> content = Files.newDirectoryStream(entry)) {
            for (Path path : content) {
                boolean module = path.toString().endsWith(".jar") || Files.isDirectory(path);
                if (module && !path.equals(ours)) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        OwnPlace.path().map(Path::toString).ifPresent(entries::add);
        for (String entry : absolute(System.getProperty("java.class.path", ""))) {
            if (!entries.contains(entry)) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** Relative entries count from where this JVM was started; an empty one between others is that place. */
    private static List<String> absolute(String path) {
        List<String> entries = new ArrayList<>();
        if (!path.isEmpty()) {
            for (String entry : path.split(File.pathSeparator, -1)) {
                entries.add(Path.of(entry).toAbsolutePath().normalize().toString());
            }
        }
        return entries;
    }
}

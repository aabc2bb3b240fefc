package offspring.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import offspring.ProcessStartException;

/**
 * All that decides how a child's JVM boots, whoever it is for: two children with equal command lines may use the same
 * booted JVM.
 *
 * @param java the command, from {@code java} to the class to run
 * @param environment changes of the environment
 * @param workingDirectory where to start, null for the parent's
 * @param captureStderr whether stderr is a pipe to us
 * @param preload names of classes to initialize ahead of need
 * @param quiet whether all that it prints is thrown away
 */
record CommandLine(
        List<String> java,
        Map<String, String> environment,
        Path workingDirectory,
        boolean captureStderr,
        List<String> preload,
        boolean quiet) {

    /** Diagnostic options may go with any release: a JVM that does not know one refuses to start. */
    private static final int KNOWN_JDK = 25;

    /** Decided once: what this JVM hands on does not change while it runs. */
    private static final class Inherited {
        static final ProgramPath PATH = ProgramPath.ofThisJvm();
        static final List<String> OPTIONS = PATH.options();
    }

    static CommandLine of(LaunchSpec spec) {
        List<String> java = new ArrayList<>();
        java.add(executable(spec.javaHome()).toString());
        java.addAll(ownOptions(spec));
        java.addAll(AotCache.options(spec, fitsAotCache()));
        java.addAll(Inherited.OPTIONS);
        java.addAll(spec.jvmOptions());
        java.addAll(Inherited.PATH.main());
        return new CommandLine(
                List.copyOf(java),
                spec.environment(),
                spec.workingDirectory(),
                spec.captureStderr(),
                Preload.names(),
                false);
    }

    /** A child with our jar alone and the options that fix how it is loaded, whose JVM writes the AOT cache. */
    static CommandLine ofTraining(Path cache) {
        return withOurJarAlone(List.of("-XX:AOTCacheOutput=" + cache), Inherited.PATH.main());
    }

    /** A JVM that boots from the cache and ends with 0 at once, or refuses the cache and ends with another code. */
    static CommandLine ofTrial(Path cache) {
        return withOurJarAlone(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"), List.of("-version"));
    }

    private static CommandLine withOurJarAlone(List<String> options, List<String> main) {
        List<String> java = new ArrayList<>(List.of(executable(null).toString()));
        java.addAll(ownOptions(LaunchSpec.forOurselves("AotTraining")));
        java.addAll(options);
        java.addAll(ModuleOptions.forClassPath(List.of()));
        java.addAll(List.of("-cp", OwnPlace.jar().orElseThrow().toString()));
        java.addAll(main);
        return new CommandLine(List.copyOf(java), Map.of(), null, false, List.of(), true);
    }

    /** Whether children load our classes as the trainee did. */
    static boolean fitsAotCache() {
        return Inherited.PATH.fitsAotCache();
    }

    /** How it starts: without a class to run, but with all options. */
    List<String> withoutMain() {
        int end = java.size() - Inherited.PATH.main().size();
        return java.subList(0, end);
    }

    ProcessBuilder toBuilder() {
        ProcessBuilder builder = new ProcessBuilder(quiet ? Prefix.lowPriorityCommand(java) : Prefix.command(java));
        prepare(builder);
        builder.redirectOutput(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        if (!captureStderr) {
            builder.redirectError(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        }
        return builder;
    }

    /** Gives a program the environment and the directory of the child. */
    void prepare(ProcessBuilder builder) {
        Map<String, String> variables = builder.environment();
        ParentOptions.VARIABLES.forEach(variables::remove);
        environment.forEach((name, value) -> {
            if (value.equals(LaunchSpec.REMOVED)) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        });
        if (workingDirectory != null) {
            builder.directory(workingDirectory.toFile());
        }
    }

    /** What we want of a child's JVM, unless the options given for it say otherwise. */
    private static List<String> ownOptions(LaunchSpec spec) {
        List<String> options = new ArrayList<>();
        if (spec.jvmOptions().stream().noneMatch(option -> option.matches("-XX:\\+Use\\w*GC"))) {
            options.add("-XX:+UseSerialGC");
        }
        options.addAll(HeapShare.options(
                spec.jvmOptions(), Runtime.getRuntime().availableProcessors(), MachineMemory.kib("MemTotal")));
        options.add("-XX:-UsePerfData");
        if (spec.javaHome() == null && Runtime.version().feature() == KNOWN_JDK) {
            // Maps the archive of classes where it was made for: otherwise each child moves the pointers in 13 MB.
            options.add("-XX:+UnlockDiagnosticVMOptions");
            options.add("-XX:ArchiveRelocationMode=0");
        }
        options.add("-Xlog:disable");
        options.add("-Xlog:all=error:stderr");
        return options;
    }

    private static Path executable(Path javaHome) {
        Path home = javaHome == null ? Path.of(System.getProperty("java.home")) : javaHome.toAbsolutePath();
        Path java = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new ProcessStartException(
                    "cannot start a process: there is no java command; file=" + java
                            + "; give a JDK's or JRE's directory with javaHome(Path)",
                    null);
        }
        return java;
    }
}

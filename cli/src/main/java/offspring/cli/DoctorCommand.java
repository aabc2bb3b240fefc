package offspring.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import offspring.launch.AotCache;
import offspring.os.ControlGroup;
import offspring.os.Features;
import offspring.process.Cpus;
import offspring.process.StartMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code offspring doctor}: what this machine supports, and what is used instead of what it does not. The command runs
 * on the class path, so that it may ask the packages that the module does not export.
 */
@Command(
        name = "doctor",
        description = "Tells what this machine supports: JDK, kernel, limits, start-up cache.",
        footer = {
            "",
            "Everything works without the features marked 'no', by the way that stands beside them, save what is",
            "said there not to work. To try that out: ./offspring run -Doffspring.os.refuse=memfd,pidfd FILE.java"
        })
final class DoctorCommand extends WithHelp implements Callable<Integer> {

    private static final String NO_LIMIT = "no limit";

    @Spec
    private CommandSpec spec;

    private PrintWriter out;

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        out.println(VersionCommand.text());
        jdk();
        limits();
        kernel();
        return 0;
    }

    private void section(String title) {
        out.println();
        out.println(title);
    }

    private void say(String what, String value) {
        out.println("  %-22s %s".formatted(what, value).stripTrailing());
    }

    private void jdk() throws IOException {
        section("JDK");
        Path home = Path.of(System.getProperty("java.home"));
        say("home", home.toString());
        say("library", PathCommand.library().toString());
        say("sources for the demo", Files.exists(home.resolve("lib/src.zip")) ? "yes" : "no; the demo takes class files");
        say("start method", StartMethod.getDefault() + " (SPAWN: a fresh JVM; STANDBY: one booted ahead)");
        say("class-data archive", archive(home));
        say("AOT cache", cache());
    }

    private static String cache() {
        if (AotCache.file().isEmpty()) {
            return "none: switched off, or the library does not run from its jar";
        }
        String file = AotCache.file().get().toString();
        return AotCache.isUsed() ? "in use, " + file : "not made yet; the first program that runs trains it, " + file;
    }

    private static String archive(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib/server"))) {
            boolean there = files.anyMatch(file -> file.toString().endsWith(".jsa"));
            return there ? "the JDK's default one" : "none: each JVM starts slower; java -Xshare:dump makes one";
        }
    }

    private void limits() throws IOException {
        section("Limits");
        say("processors", "%d in the machine, %d to be used".formatted(Cpus.count(), Cpus.available()));
        ControlGroup group = ControlGroup.current();
        OptionalDouble quota = group.cpuLimit();
        OptionalLong memory = group.memoryLimit();
        say("cgroup processors", quota.isPresent() ? "%.2f".formatted(quota.getAsDouble()) : NO_LIMIT);
        say("cgroup memory", memory.isPresent() ? megabytes(memory.getAsLong()) : NO_LIMIT);
        say("cgroup", group.detail());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            say("memory", "%s, %s of it free".formatted(
                    megabytes(system.getTotalMemorySize()), megabytes(system.getFreeMemorySize())));
            say("open files", Long.toString(system.getMaxFileDescriptorCount()));
        }
        Path shared = Path.of("/dev/shm");
        say("/dev/shm", Files.isDirectory(shared) ? megabytes(Files.getFileStore(shared).getTotalSpace()) : "missing");
    }

    private static String megabytes(long bytes) {
        return "%,d MB".formatted(bytes >> 20);
    }

    private void kernel() {
        section("Kernel features and what is used instead of missing ones");
        for (Features.Report feature : Features.report()) {
            say(feature.name(), (feature.available() ? "yes  " : "no   ") + feature.detail());
        }
        for (String command : List.of("sh", "setpriv", "setsid")) {
            say("command " + command, isOnPath(command) ? "yes" : "no   children do it themselves, a little later");
        }
    }

    private static boolean isOnPath(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}

package offspring.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands before {@code java} on a child's command line.
 *
 * <ul>
 *   <li>A shell that moves the control pipe from descriptor 0 to 3 and leaves 0 empty, so that nothing that reads
 *       System.in, and no program that the child starts, can meet it; it then becomes the next program.
 *   <li>{@code setpriv --pdeathsig KILL}: the system kills the child when its parent dies, even a stopped one.
 *   <li>{@code setsid}: a session and process group of its own. Ctrl-C reaches the first process only, and what the
 *       child starts can be ended with it.
 * </ul>
 *
 * <p>Where one of the last two is missing, the end of the control pipe still ends a child whose parent died.
 */
final class Prefix {

    private static final Optional<Path> SETPRIV = find("setpriv").filter(Prefix::knowsDeathSignal);
    private static final Optional<Path> SETSID = find("setsid");

    private static final Optional<Path> NICE = find("nice");

    private Prefix() {}

    /** Whether a child leads a process group of its own. */
    static boolean givesOwnGroup() {
        return SETSID.isPresent();
    }

    /** The same for what must not take the processors from the program. */
    static List<String> lowPriorityCommand(List<String> java) {
        List<String> command = new ArrayList<>(command(java));
        NICE.ifPresent(path -> command.addAll(command.size() - java.size(), List.of(path.toString(), "-n", "19")));
        return command;
    }

    static List<String> command(List<String> java) {
        List<String> command = new ArrayList<>();
        command.add("/bin/sh");
        command.add("-c");
        command.add("exec \"$@\" 3<&0 </dev/null");
        command.add("sh");
        SETPRIV.ifPresent(path -> command.addAll(List.of(path.toString(), "--pdeathsig", "KILL")));
        SETSID.ifPresent(path -> command.add(path.toString()));
        command.addAll(java);
        return command;
    }

    /** What stands before a command that is to lead a session of its own. */
    static List<String> ownSession() {
        return SETSID.map(path -> List.of(path.toString())).orElse(List.of());
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator)) {
            Path file = Path.of(directory, program).toAbsolutePath();
            if (!directory.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** The one of busybox has no such option. */
    private static boolean knowsDeathSignal(Path program) {
        try {
            return !program.toRealPath().getFileName().toString().contains("busybox");
        } catch (IOException unreadable) {
            return false;
        }
    }
}

package offspring.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The processes of this machine as {@code /proc} shows them.
 *
 * <p>A zombie counts as dead where a test asks whether a process has ended, and as left over where
 * it asks what a program left behind among its own children.
 */
public final class Family {

    /** Set in the environment of the JVM that runs the tests, and so in all its descendants. */
    static final String RUN_VARIABLE = "OFFSPRING_TEST_RUN";

    private Family() {}

    /** One process. */
    public record Member(long pid, long parent, char state, String command) {

        /** Whether it has ended, be it reaped or not. */
        public boolean isDead() {
            return state == 'Z' || state == 'X';
        }

        @Override
        public String toString() {
            String text = command.length() > 160 ? command.substring(0, 160) + "…" : command;
            return "pid %d, child of %d, state %c: %s".formatted(pid, parent, state, text);
        }
    }

    /** Whether the process runs or is stopped: neither gone nor a zombie. */
    public static boolean isAlive(long pid) {
        return member(pid).filter(found -> !found.isDead()).isPresent();
    }

    /** Whether the process is stopped, as by SIGSTOP. */
    public static boolean isStopped(long pid) {
        return member(pid).filter(found -> found.state() == 'T').isPresent();
    }

    /** Waits until a process has ended. */
    public static void awaitDeath(long pid) {
        Eventually.eventually("the end of process " + pid, () -> !isAlive(pid));
    }

    /** Everything below this JVM, and what is left of this test run without a parent; zombies included. */
    public static List<Member> ofThisJvm() {
        long self = ProcessHandle.current().pid();
        List<Member> found = descendants(self);
        String run = System.getenv(RUN_VARIABLE);
        if (run != null) {
            for (Member orphan : marked(RUN_VARIABLE, run)) {
                if (orphan.parent() == 1 && orphan.pid() != self && !orphan.isDead() && !found.contains(orphan)) {
                    found.add(orphan);
                }
            }
        }
        return found;
    }

    /** The children of a process, theirs, and so on; zombies included. */
    public static List<Member> descendants(long ancestor) {
        List<Member> everybody = everybody(member -> true);
        List<Member> found = new ArrayList<>();
        Deque<Long> open = new ArrayDeque<>(List.of(ancestor));
        while (!open.isEmpty()) {
            long parent = open.remove();
            for (Member member : everybody) {
                if (member.parent() == parent) {
                    found.add(member);
                    open.add(member.pid());
                }
            }
        }
        return found;
    }

    /** The living processes that were started with this environment variable. */
    public static List<Member> marked(String variable, String value) {
        String entry = "\0" + variable + "=" + value + "\0";
        return everybody(member -> !member.isDead() && ("\0" + read(member.pid(), "environ")).contains(entry));
    }

    private static List<Member> everybody(Predicate<Member> wanted) {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .flatMap(name -> member(Long.parseLong(name)).stream())
                    .filter(wanted)
                    .sorted(Comparator.comparingLong(Member::pid))
                    .collect(ArrayList::new, List::add, List::addAll);
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot list /proc", unreadable);
        }
    }

    private static Optional<Member> member(long pid) {
        String stat = read(pid, "stat");
        int afterName = stat.lastIndexOf(')') + 2;
        if (afterName < 2) {
            return Optional.empty();
        }
        String[] fields = stat.substring(afterName).split(" ");
        String command = read(pid, "cmdline").replace('\0', ' ').strip();
        String shown = command.isEmpty() ? stat.substring(stat.indexOf('('), afterName - 1) : command;
        return Optional.of(new Member(pid, Long.parseLong(fields[1]), fields[0].charAt(0), shown));
    }

    /** The content of a file of a process; empty if the process is gone or not ours to read. */
    private static String read(long pid, String file) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/" + file)), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}

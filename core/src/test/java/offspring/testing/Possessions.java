package offspring.testing;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM holds at one moment: children, descriptors, mappings, names.
 *
 * <p>Each list holds what a leak would add to; what the JDK opens by itself and keeps (jars, the
 * random device, the pollers of virtual threads) is left out.
 */
record Possessions(
        Map<Child, String> children,
        Map<String, Integer> descriptors,
        Map<String, Integer> mappings,
        Map<String, Integer> names) {

    /** One that was there before is the same, be it running by now or asleep, and whatever it has become by exec. */
    record Child(long pid, long parent, boolean isDead, Optional<Instant> start) {

        static Child of(Family.Member member) {
            Optional<Instant> start = ProcessHandle.of(member.pid()).flatMap(handle -> handle.info().startInstant());
            return new Child(member.pid(), member.parent(), member.isDead(), start);
        }
    }

    private static final Pattern OF_THE_JDK = Pattern.compile(
            ".*\\.(jar|jmod|so|jsa|aot|dat|class)( \\(deleted\\))?|.*/lib/modules|/dev/u?random|/dev/null|/proc/.*"
                    + "|anon_inode:\\[(eventpoll|eventfd)]"
                    // One per process, for ever; the garbage collector decides about its mappings.
                    + "|/.*offspring-heap( \\(deleted\\))?");

    private static final Pattern NUMBER = Pattern.compile("\\d{2,}");

    static {
        openSocketOfTheJdk();
    }

    /** The JDK makes a socket when it first closes a channel that somebody may be blocked in, and keeps it. */
    private static void openSocketOfTheJdk() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            pipe.sink().close();
        } catch (IOException noDescriptors) {
            throw new IllegalStateException("cannot open a pipe", noDescriptors);
        }
    }

    static Possessions now() {
        return new Possessions(
                Family.ofThisJvm().stream()
                        .collect(Collectors.toMap(Child::of, Family.Member::toString, (text, same) -> text)),
                counted(descriptorTargets().stream()),
                counted(mappedFiles().stream()),
                counted(Stream.concat(
                        names(Path.of("/dev/shm")), names(Path.of(System.getProperty("java.io.tmpdir"))))));
    }

    /** What is here and was not there, one line each; empty if nothing. */
    List<String> beyond(Possessions before) {
        List<String> lines = new ArrayList<>();
        children.forEach((child, text) -> {
            if (!before.children.containsKey(child)) {
                lines.add("child: " + text);
            }
        });
        addBeyond(lines, "descriptor", descriptors, before.descriptors);
        addBeyond(lines, "mapping", mappings, before.mappings);
        addBeyond(lines, "name", names, before.names);
        return lines;
    }

    private static void addBeyond(
            List<String> lines, String kind, Map<String, Integer> now, Map<String, Integer> before) {
        now.forEach((what, count) -> {
            int more = count - before.getOrDefault(what, 0);
            if (more > 0) {
                lines.add("%s: %s%s".formatted(kind, what, more > 1 ? " (" + more + " times)" : ""));
            }
        });
    }

    private static Map<String, Integer> counted(Stream<String> lines) {
        return lines.collect(Collectors.toMap(Function.identity(), line -> 1, Integer::sum, TreeMap::new));
    }

    /** Where each descriptor leads, pipes and sockets without their numbers, since those differ each time. */
    private static List<String> descriptorTargets() {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                target(entry).filter(target -> !OF_THE_JDK.matcher(target).matches()).ifPresent(targets::add);
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot list /proc/self/fd", unreadable);
        }
        return targets;
    }

    private static Optional<String> target(Path entry) {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            return Optional.of(target.replaceFirst("^(pipe|socket):\\[\\d+]$", "$1"));
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static List<String> mappedFiles() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.split("\\s+", 6))
                    .filter(fields -> fields.length == 6 && fields[5].startsWith("/"))
                    .map(fields -> fields[5])
                    .filter(path -> !OF_THE_JDK.matcher(path).matches())
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read /proc/self/maps", unreadable);
        }
    }

    /** The names of ours in a directory that other programs use too: theirs carry the pid of a process of theirs. */
    private static Stream<String> names(Path directory) {
        List<Long> family = Family.ofThisJvm().stream().map(Family.Member::pid).toList();
        try (Stream<Path> entries = Files.list(directory)) {
            return entries
                    .filter(entry -> entry.getFileName().toString().startsWith("offspring"))
                    .filter(entry -> !isForeign(entry.getFileName().toString(), family))
                    .map(Path::toString)
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            return Stream.of();
        }
    }

    private static boolean isForeign(String name, List<Long> family) {
        long self = ProcessHandle.current().pid();
        return NUMBER.matcher(name).results()
                .map(MatchResult::group)
                .filter(digits -> digits.length() < 10)
                .map(Long::parseLong)
                .anyMatch(pid -> pid != self && !family.contains(pid) && Family.isAlive(pid));
    }
}

package offspring.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A file with our classes as a JVM has them in memory once they are loaded and linked, from which children boot
 * faster.
 *
 * <p>Kept in the user's cache directory, named by the content of our jar and by the JVM, since a JVM does not check
 * whether a cache fits the jar (JDK-8377932). Best effort: what goes wrong with it means a slower start and nothing else.
 * Only for children that have our jar first on their class path and no options about modules, since a JVM refuses a
 * cache that was trained with others, and for the parent's own JDK.
 *
 * <p>{@code -Doffspring.cache=DIRECTORY} puts it elsewhere, {@code -Doffspring.cache=none} does without.
 */
public final class AotCache {

    private static final String DIRECTORY = "offspring.cache";

    private static final double HUGE_KIB = 30L << 20;

    private static final Optional<Path> FILE = locate();

    /** Decided once, when the first child needs it: the options of children do not change while a program runs. */
    private static final class Decision {
        static final boolean PRESENT = FILE.filter(Files::isRegularFile).isPresent();
    }

    private AotCache() {}

    /** Where it is, or would be; empty if there can be none. */
    public static Optional<Path> file() {
        return FILE;
    }

    /** Whether children of this JVM boot from it. */
    public static boolean isUsed() {
        return Decision.PRESENT;
    }

    /** The options that have a child use it. */
    static List<String> options(LaunchSpec spec, boolean fits) {
        if (hasHugeHeap(spec.jvmOptions())) {
            return List.of();
        }
        boolean ordinary = spec.javaHome() == null && spec.jvmOptions().stream().allMatch(AotCache::goesWithIt);
        if (!Decision.PRESENT || !fits || !ordinary) {
            return List.of();
        }
        // A cache that is refused after all is nobody's business but a slower start's.
        return List.of("-XX:AOTCache=" + FILE.get(), "-Xlog:aot*=off:stderr", "-Xlog:cds*=off:stderr");
    }

    /**
     * Whether the heap is too large for compressed references, with which the cache was made: 32 GiB, be it asked for, or
     * the share of the memory that a child has.
     */
    static boolean hasHugeHeap(List<String> jvmOptions) {
        for (String option : jvmOptions.reversed()) {
            if (option.startsWith("-Xmx")) {
                return !option.matches("-Xmx(\\d+[kKmM]?|[0-2]?\\d[gG])");
            }
        }
        OptionalLong memory = MachineMemory.kib("MemTotal");
        double share = HeapShare.percent(Runtime.getRuntime().availableProcessors(), memory) / 100;
        return memory.orElse(0) * share > HUGE_KIB;
    }

    /** What may make a JVM refuse a cache: then it would boot without any, twice as slow as with the JDK's own. */
    private static boolean goesWithIt(String option) {
        return !(option.startsWith("--") || option.startsWith("-Djava.system.class.loader") || option.startsWith("-Djdk.") || option.startsWith("-XX:") || option.startsWith("-agent")
                || option.startsWith("-javaagent") || option.startsWith("-Xrun") || option.startsWith("-Xboot")
                || option.startsWith("-cp") || option.startsWith("-Xshare") || option.startsWith("-Xlog"));
    }

    private static Optional<Path> locate() {
        String directory = System.getProperty(DIRECTORY, "");
        if (directory.equals("none") || OwnPlace.jar().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(directory(directory).resolve("offspring-" + key(OwnPlace.jar().get()) + ".aot"));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Path directory(String chosen) {
        if (!chosen.isEmpty()) {
            return Path.of(chosen).toAbsolutePath();
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", "/nonexistent"));
        return (caches == null || caches.isEmpty() ? home.resolve(".cache") : Path.of(caches)).resolve("offspring");
    }

    /** Names a jar's content and a JVM, by checksums that need no class of the security providers. */
    private static String key(Path jar) throws IOException {
        byte[] content = Files.readAllBytes(jar);
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        one.update(content);
        other.update(content);
        String jvm = System.getProperty("java.vm.version") + System.getProperty("java.home") + jar;
        return Long.toHexString(one.getValue()) + Long.toHexString(other.getValue()) + "-"
                + Integer.toHexString(content.length) + "-" + Integer.toHexString(jvm.hashCode());
    }
}

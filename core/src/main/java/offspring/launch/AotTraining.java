package offspring.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import offspring.Action;
import offspring.os.Features;
import offspring.region.FamilyHeap;
import offspring.wire.Shipment;

/**
 * Makes the {@link AotCache}: a child that does what children do, while its JVM takes notes.
 *
 * <p>Once per jar and JVM, two seconds of one processor at the lowest priority, while a program runs that has children.
 * It ends with that program; the next one tries again. The trainee attaches to the family's heap, which is made for it if need be.
 */
public final class AotTraining {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** A lock that is older was left by a training that was ended. */
    private static final Duration LOCK_LIFE = Duration.ofMinutes(2);

    /** How many caches of other jars and JVMs are kept. */
    private static final int KEPT = 4;

    private static final long TRIAL_SECONDS = 30;

    private static volatile boolean stopped;
    private static volatile JvmProcess trainee;
    private static volatile Process trial;

    private AotTraining() {}

    /** Trains in the background if there is no cache yet, once in the life of this JVM. */
    static void begin(boolean fits) {
        if (fits && !AotCache.isUsed() && AotCache.file().isPresent() && BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("offspring-training").start(AotTraining::tryToTrain);
        }
    }

    /** Ends a training that is under way. */
    static void stop() {
        BEGUN.set(true);
        stopped = true;
        JvmProcess process = trainee;
        if (process != null) {
            process.kill();
        }
        Process last = trial;
        if (last != null) {
            last.destroyForcibly();
        }
    }

    private static void tryToTrain() {
        try {
            train();
        } catch (IOException | RuntimeException failed) {
            System.getLogger("offspring.launch").log(System.Logger.Level.DEBUG, "no AOT cache", failed);
        }
    }

    /**
     * Trains now, and waits for it.
     *
     * @return whether there is a cache afterwards
     * @throws IOException if it cannot be written
     */
    public static boolean train() throws IOException {
        Path file = AotCache.file().orElseThrow(() -> new IOException("cannot make an AOT cache: not run from a jar"));
        Files.createDirectories(file.getParent());
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        if (Files.exists(file) || !lock(lock)) {
            return Files.exists(file);
        }
        Path draft = file.resolveSibling(file.getFileName() + "." + Self.pid());
        try {
            removeLeftOvers(file, lock);
            run(draft);
            if (isAccepted(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                removeOld(file.getParent());
            }
            return Files.exists(file);
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(draft.resolveSibling(draft.getFileName() + ".config"));
            Files.deleteIfExists(lock);
        }
    }

    private static void run(Path draft) throws IOException {
        String heap = FamilyHeap.current().path().toString();
        JvmProcess process = JvmProcess.boot(CommandLine.ofTraining(draft));
        trainee = process;
        process.send(
                process.setup(true).toFrame(),
                Launcher.job(LaunchSpec.forOurselves("AotTraining"), heap, new byte[0], Shipment.of(new Lesson())).toFrame());
        process.ended().join();
        trainee = null;
    }

    /**
     * Whether a JVM boots from it. A training that was ended in the middle leaves half a cache or an empty one, and a JVM
     * that refuses its cache would boot slower than without any.
     */
    static boolean isAccepted(Path draft) throws IOException {
        return !stopped && Files.isRegularFile(draft) && Files.size(draft) > 0 && boots(CommandLine.ofTrial(draft));
    }

    private static boolean boots(CommandLine line) throws IOException {
        Process started = LauncherThread.start(line.toBuilder());
        trial = started;
        try {
            return started.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && started.exitValue() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            started.destroyForcibly();
        }
    }

    private static boolean lock(Path lock) throws IOException {
        try {
            Files.createFile(lock);
            return true;
        } catch (FileAlreadyExistsException held) {
            if (Files.getLastModifiedTime(lock).toInstant().isAfter(Instant.now().minus(LOCK_LIFE))) {
                return false;
            }
            Files.setLastModifiedTime(lock, FileTime.from(Instant.now()));
            return true;
        }
    }

    /** What trainings have left that were killed: nobody else writes such files while we hold the lock. */
    private static void removeLeftOvers(Path file, Path lock) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), file.getFileName() + ".*")) {
            for (Path left : files) {
                if (!left.equals(lock)) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    private static void removeOld(Path directory) throws IOException {
        List<Path> caches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "offspring-*.aot")) {
            files.forEach(caches::add);
        }
        caches.sort(Comparator.comparing(file -> file.toFile().lastModified()));
        for (Path old : caches.subList(0, Math.max(0, caches.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
        // Of trainings for other jars that were killed; none takes so long.
        Instant before = Instant.now().minus(LOCK_LIFE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "offspring-*.aot.*")) {
            for (Path left : files) {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(before)) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    /** What the trainee does after booting, and after what all spares practise: what children need sooner or later. */
    private record Lesson() implements Action {

        @Override
        public void execute() throws Exception {
            // Before the linker is warm, as in a worker that has just booted.
            FamilyHeap heap = FamilyHeap.current();
            heap.free(heap.allocate(1));
            Features.warmUp();
            Features.has(Features.Feature.NATIVE);
            try (JarFile jar = new JarFile(OwnPlace.jar().orElseThrow().toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
                    String name = entry.getName();
                    if (name.matches("offspring/(os|codec|wire|region|ring|link|child|worker)/[A-Z]\\w*\\.class")) {
                        String type = name.substring(0, name.length() - 6).replace('/', '.');
                        Class.forName(type, false, getClass().getClassLoader());
                    }
                }
            }
        }
    }
}

package offspring.os;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What this machine and JVM can do, decided once per process.
 *
 * <p>Linking the native function costs 40–100 ms, so it is done in the background by {@link #warmUp()}, and whoever
 * starts a process does not wait for it. A class of this package that is called earlier links on the spot, unless it
 * says that it uses its portable way until then.
 *
 * <p>{@code -Doffspring.os.refuse=memfd,pidfd} makes us do as if the named features were not there, and never call
 * them; {@code all} or {@code native} refuses the native linker itself. Children inherit the property.
 */
public final class Features {

    /** The system property that refuses features: names separated by commas. */
    public static final String REFUSE = "offspring.os.refuse";

    /** Something that may be missing, for which there is a portable way. */
    public enum Feature {
        /** The native linker, and system calls by it. */
        NATIVE("the portable ways below"),
        /** Waiting for a word in shared memory: futex(2). */
        FUTEX("polling"),
        /** Waiting for several words at once: futex_waitv(2), Linux 5.16. */
        FUTEX_WAITV("one thread that polls for all virtual ones"),
        /** Shared memory without a name: memfd_create(2), Linux 3.17. */
        MEMFD("a temporary file"),
        /** Pipes that another process opens by way of /proc: pipe2(2). */
        PIPE("the command mkfifo"),
        /** Descriptors for processes: pidfd_open(2), Linux 5.3. */
        PIDFD("pid and start time"),
        /** How a process ended, asked of its pidfd: PIDFD_GET_INFO with PIDFD_INFO_EXIT, Linux 6.15. */
        PIDFD_INFO("exit codes above 128 taken for signals"),
        /** Giving memory back from the middle of a file: fallocate(2) with FALLOC_FL_PUNCH_HOLE. */
        PUNCH_HOLE("writing zeros, the memory is not given back"),
        /** Handing open sockets to other processes: sendmsg(2) with SCM_RIGHTS. */
        HANDOFF("nothing, channels do not travel"),
        /** Any signal to any process or group: kill(2). */
        SIGNALS("the command kill");

        private final String fallback;

        Feature(String fallback) {
            this.fallback = fallback;
        }
    }

    /**
     * A feature as a person wants to know it.
     *
     * @param name its name, as {@value #REFUSE} takes it
     * @param available whether it is used
     * @param detail why it is not, and what is done instead; or a remark
     */
    public record Report(String name, boolean available, String detail) {}

    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final Refusals REFUSALS = Refusals.of(System.getProperty(REFUSE, ""));
    /** Per feature why it is missing; the empty text when it is there. Guarded by itself. */
    private static final Map<Feature, String> FINDINGS = new EnumMap<>(Feature.class);

    private static final AtomicBoolean WARMING = new AtomicBoolean();

    /** Will link soon, at once when it is unparked. */
    private static volatile Thread waiting;
    /** What waits for the linker; null once it has been run. Written under {@link #FINDINGS}. */
    private static volatile List<Runnable> whenWarm = new ArrayList<>();

    private Features() {}

    /** Why the feature is not there, or the empty text, for who has no other way. Links first, unless it knows. */
    public static String whyNot(Feature feature) {
        return finding(feature);
    }

    /** Whether the feature is there and not refused. Links first, unless the answer is known without. */
    public static boolean has(Feature feature) {
        return finding(feature).isEmpty();
    }

    /** Starts linking in the background, once. Returns at once. */
    public static void warmUp() {
        warmUpAfter(0);
        Thread delayed = waiting;
        if (delayed != null) {
            LockSupport.unpark(delayed);
        }
    }

    /** The same, but leaves the processors to what the calling thread has to do first. */
    public static void warmUpSoon() {
        warmUpAfter(SOON_NANOS);
    }

    private static void warmUpAfter(long nanos) {
        if (!isWarm() && !isOutOfQuestion() && WARMING.compareAndSet(false, true)) {
            Thread linking = Thread.ofPlatform().daemon().name("offspring-native").unstarted(() -> {
                LockSupport.parkNanos(nanos);
                waiting = null;
                warm();
            });
            waiting = nanos > 0 ? linking : null;
            linking.start();
        }
    }

    /** Whether the native function is linked, so that a call costs no more than what the kernel does. */
    public static boolean isWarm() {
        return Native.isLinked();
    }

    /** Whether this process is warm or can become so: false where we know that there is no native linker. */
    public static boolean canWarmUp() {
        return isWarm() || !isOutOfQuestion();
    }

    /**
     * Runs something as soon as the native function is linked: now, or later on the thread that links. Never, where
     * there is no native linker. It does not start the linking.
     */
    public static void whenWarm(Runnable action) {
        synchronized (FINDINGS) {
            if (whenWarm != null) {
                whenWarm.add(action);
                return;
            }
        }
        action.run();
    }

    /** All features one by one. Links first. */
    public static List<Report> report() {
        List<Report> reports = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            String finding = finding(feature);
            String detail = finding.isEmpty() ? remark(feature) : finding + "; instead: " + feature.fallback;
            reports.add(new Report(name(feature), finding.isEmpty(), detail));
        }
        for (String unknown : REFUSALS.unknown()) {
            reports.add(new Report(unknown, false, "-D" + REFUSE + " names it, but there is no such feature"));
        }
        return List.copyOf(reports);
    }

    static String name(Feature feature) {
        return feature.name().toLowerCase(Locale.ROOT);
    }

    private static void warm() {
        if (finding(Feature.NATIVE).isEmpty()) {
            finding(Feature.FUTEX);
        }
    }

    private static String remark(Feature feature) {
        if (feature == Feature.NATIVE && !Features.class.getModule().isNativeAccessEnabled()) {
            return "the JVM warns on stderr; start it with --enable-native-access=ALL-UNNAMED or by ./offspring run";
        }
        return "";
    }

    /** Whether we know without linking that there is nothing to link. */
    private static boolean isOutOfQuestion() {
        return REFUSALS.refuses(Feature.NATIVE) || !SystemCall.machineIsKnown() || Native.failure() != null;
    }

    private static String finding(Feature feature) {
        if (REFUSALS.refuses(feature)) {
            return "refused by -D" + REFUSE;
        }
        String ofLinker = linkerFinding();
        if (feature == Feature.NATIVE || !ofLinker.isEmpty()) {
            return ofLinker;
        }
        synchronized (FINDINGS) {
            String known = FINDINGS.get(feature);
            if (known == null) {
                known = Probes.probe(feature, REFUSALS);
                FINDINGS.put(feature, known);
            }
            return known;
        }
    }

    private static String linkerFinding() {
        if (!SystemCall.machineIsKnown()) {
            return "no table of system calls for " + Machine.kernel();
        }
        if (!Native.link()) {
            return Native.failure();
        }
        runThoseWhoWaited();
        return "";
    }

    private static void runThoseWhoWaited() {
        if (whenWarm == null) {
            return;
        }
        List<Runnable> waiting;
        synchronized (FINDINGS) {
            waiting = whenWarm;
            whenWarm = null;
        }
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }
}

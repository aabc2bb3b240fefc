package offspring.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import offspring.Action;
import offspring.Action1;
import offspring.Action2;
import offspring.Action3;
import offspring.Action4;
import offspring.ExitStatus;
import offspring.NotShippableException;
import offspring.ProcessStartException;
import offspring.launch.Child;
import offspring.launch.LaunchSpec;
import offspring.launch.Launcher;
import offspring.launch.Self;
import offspring.sync.Waitable;

/**
 * A process of the program's own: to processes what {@link Thread} is to threads.
 *
 * <p>Give it an {@link Action}, or extend this class, override {@link #run} and put what it needs in
 * fields, which travel. {@link #start} starts a JVM with this program's class path, in which the
 * action runs in the main thread. The process ends when the action has returned and its non-daemon
 * threads and non-daemon children have ended.
 *
 * <p>Processes: the object belongs to the process that made it, where any thread may use it. In the
 * child, {@link #current} tells who runs.
 *
 * <p>Blocking: {@code join} waits; {@link #start} waits only for the first process of its kind, until
 * it is known that JVMs with these options boot. Interrupts end {@code join} and change nothing.
 *
 * <p>Order: what was done before {@code start} is seen by the action; what the action did in shared
 * memory is seen after {@code join}.
 *
 * <p>Lifetime: a process ends with its parent, however that ends, but the parent's end waits for
 * its processes unless they are daemons. {@link #close} lets go of one that has ended.
 *
 * @apiNote Python: {@code multiprocessing.Process}. Differs: uncaught exceptions of a thread other than
 *     the main thread do not change the exit code; {@code interrupt()} reaches the main thread as
 *     {@link InterruptedException}.
 */
public class ChildProcess implements Serializable {

    private static final long serialVersionUID = 1;

    /** What it is called. */
    private volatile String name;

    /** Whether it is ended when the process that started it has ended its own code. */
    private volatile boolean daemon;

    /** What to run, unless {@link #run} is overridden; null once it was handed to the child. */
    private volatile Action action;

    /** What decides about the JVM; null in the child. */
    private transient LaunchSpec spec;

    /** Guards what follows. */
    private transient Object lock = new Object();

    private transient volatile Child child;

    /** Made when it is first asked for. */
    private transient Sentinel sentinel;
    private transient volatile State state = State.NEW;

    private enum State {
        NEW,
        STARTING,
        STARTED,
        CLOSED,
        /** This object is in the process that it stands for. */
        OWN
    }

    /** Options of a process that is to be made; each call changes the builder and returns it. */
    public sealed interface Builder permits Options {

        /**
         * Gives the process a name in place of {@code ChildProcess-1}.
         *
         * @param name what it will be called
         * @return this
         */
        Builder name(String name);

        /**
         * Makes the process a daemon or not, whatever this process is.
         *
         * @param daemon whether it is ended when this process has ended its own code
         * @return this
         */
        Builder daemon(boolean daemon);

        /**
         * Sets options of the process's JVM, such as {@code -Xmx1g}, after those that it has from this one.
         *
         * <p>Without one about its size, the heap may take three quarters of the machine's memory divided by the number
         * of processors: at least 1 GiB, and not more than a quarter.
         *
         * @param options as on the command line of {@code java}
         * @return this
         */
        Builder jvmOptions(String... options);

        /**
         * Changes the environment that the process has from this one.
         *
         * @param changes variables and their values; a null value removes the variable
         * @return this
         */
        Builder environment(Map<String, String> changes);

        /**
         * Sets where the process starts, in place of this one's directory.
         *
         * @param directory a directory that exists
         * @return this
         */
        Builder workingDirectory(Path directory);

        /**
         * Sets what kind of process it is, in place of {@link StartMethod#getDefault}.
         *
         * @param method the kind
         * @return this
         */
        Builder startMethod(StartMethod method);

        /**
         * Sets which JDK or JRE runs the process, in place of this one's.
         *
         * @param directory its directory, of at least this library's Java version
         * @return this
         */
        Builder javaHome(Path directory);

        /**
         * Makes a process.
         *
         * @param action what it will run
         * @return the process, not started
         */
        ChildProcess unstarted(Action action);

        /**
         * Makes a process and starts it.
         *
         * @param action what it runs
         * @return the process
         * @see ChildProcess#start
         */
        ChildProcess start(Action action);
    }

    /** A process whose {@link #run} a subclass overrides. */
    protected ChildProcess() {
        this(new Options(), null);
    }

    /**
     * A process that is to run an action.
     *
     * @param action what it will run
     */
    public ChildProcess(Action action) {
        this(new Options(), Objects.requireNonNull(action, "action"));
    }

    ChildProcess(Options options, Action action) {
        String identity = Self.nextIdentity();
        this.name = options.name.orElse(namePrefix(getClass()) + "-" + identity);
        this.daemon = options.daemon.orElse(Self.isDaemon());
        this.action = action;
        this.spec = options.toSpec(name, identity);
    }

    private static String namePrefix(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.isEmpty() ? "ChildProcess" : simple;
    }

    /**
     * A process that is to run an action on one argument.
     *
     * @param <A> type of the argument
     * @param action what it will run
     * @param a the argument
     * @return the process, not started
     */
    public static <A> ChildProcess of(Action1<A> action, A a) {
        return new ChildProcess(new BoundAction.Of1<>(Objects.requireNonNull(action, "action"), a));
    }

    /**
     * A process that is to run an action on two arguments.
     *
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param action what it will run
     * @param a argument 1
     * @param b argument 2
     * @return the process, not started
     */
    public static <A, B> ChildProcess of(Action2<A, B> action, A a, B b) {
        return new ChildProcess(new BoundAction.Of2<>(Objects.requireNonNull(action, "action"), a, b));
    }

    /**
     * A process that is to run an action on three arguments.
     *
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param action what it will run
     * @param a argument 1
     * @param b argument 2
     * @param c argument 3
     * @return the process, not started
     */
    public static <A, B, C> ChildProcess of(Action3<A, B, C> action, A a, B b, C c) {
        return new ChildProcess(new BoundAction.Of3<>(Objects.requireNonNull(action, "action"), a, b, c));
    }

    /**
     * A process that is to run an action on four arguments.
     *
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param action what it will run
     * @param a argument 1
     * @param b argument 2
     * @param c argument 3
     * @param d argument 4
     * @return the process, not started
     */
    public static <A, B, C, D> ChildProcess of(Action4<A, B, C, D> action, A a, B b, C c, D d) {
        return new ChildProcess(new BoundAction.Of4<>(Objects.requireNonNull(action, "action"), a, b, c, d));
    }

    /**
     * A process with options.
     *
     * @return where to set them
     */
    public static Builder builder() {
        return new Options();
    }

    /**
     * The process that calls this.
     *
     * @return what is known of it and of those above it
     */
    public static ProcessInfo current() {
        return ProcessInfo.ofThisProcess();
    }

    /**
     * The processes that this one has started and that have not ended.
     *
     * @return a list of its own, in the order of their starts
     */
    public static List<ChildProcess> active() {
        return Active.list();
    }

    /**
     * What the process does; runs in the child. The default runs the action.
     *
     * @throws Exception whatever it throws ends the process with exit code 1
     */
    public void run() throws Exception {
        Action toRun = action;
        if (toRun != null) {
            toRun.execute();
        }
    }

    /**
     * Starts the process.
     *
     * @return this
     * @throws IllegalStateException if it was started already or closed, if this process is a daemon, or if
     *     this process is a child that is still reading its task
     * @throws NotShippableException if the action, or a field of the subclass, cannot travel; the process
     *     stays as it was
     * @throws ProcessStartException if it cannot be started; the process stays as it was
     */
    public ChildProcess start() {
        synchronized (lock) {
            if (state != State.NEW) {
                throw new IllegalStateException("cannot start process " + name + ": it "
                        + (state == State.CLOSED ? "is closed" : "was started already")
                        + "; make a new ChildProcess for each start");
            }
            state = State.STARTING;
            try {
                child = Launcher.start(spec.withName(name).withDaemon(daemon).withChildren(!daemon), body());
                state = State.STARTED;
            } finally {
                if (state == State.STARTING) {
                    state = State.NEW;
                }
            }
            action = null;
            Active.add(this, child);
            return this;
        }
    }

    private Action body() {
        boolean plain = getClass() == ChildProcess.class;
        return plain ? action : new BoundAction.OfProcess(this);
    }

    /**
     * Waits until the process has ended.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if it was not started, or is closed
     * @throws ProcessStartException if its JVM never got as far as our code
     */
    public void join() throws InterruptedException {
        started("join").join(Duration.ofSeconds(Long.MAX_VALUE));
    }

    /**
     * Waits until the process has ended, or the time is over.
     *
     * @param timeout how long; zero or less looks once
     * @return whether it has ended
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if it was not started, or is closed
     * @throws ProcessStartException if its JVM never got as far as our code
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return started("join").join(timeout);
    }

    /**
     * Whether the process was started and has not ended; one that is stopped is alive.
     *
     * @return whether it is alive
     * @throws IllegalStateException if it is closed
     */
    public boolean isAlive() {
        if (state == State.OWN) {
            return true;
        }
        Child known = known("ask");
        return known != null && known.isAlive();
    }

    /**
     * The id of the process.
     *
     * @return its pid
     * @throws IllegalStateException if it was not started, or is closed
     */
    public long pid() {
        return state == State.OWN ? Self.pid() : started("tell the pid of").pid();
    }

    /**
     * How the process ended, as a number.
     *
     * @return 0 when its code ran to the end, 1 after an uncaught exception, n for {@code System.exit(n)}, −N if it
     *     was killed by signal N; empty before its end. On Linux before 6.15 {@code Runtime.halt(128+N)} cannot be told
     *     from signal N
     * @throws IllegalStateException if it is closed
     */
    public OptionalInt exitCode() {
        Optional<ExitStatus> status = exitStatus();
        return status.isPresent() ? OptionalInt.of(status.get().code()) : OptionalInt.empty();
    }

    /**
     * How the process ended.
     *
     * @return its status; empty before its end
     * @throws IllegalStateException if it is closed
     */
    public Optional<ExitStatus> exitStatus() {
        Child known = known("ask");
        return known == null ? Optional.empty() : known.exitStatus();
    }

    /**
     * Interrupts the main thread of the process, as {@link Thread#interrupt} does; nothing happens if it has ended.
     *
     * @throws IllegalStateException if it was not started, or is closed
     */
    public void interrupt() {
        started("interrupt").interrupt();
    }

    /**
     * Asks the process to end: SIGTERM. Its shutdown hooks run, its {@code finally} blocks do not, its own children
     * are ended. One whose JVM still boots has none of these, and ends at once. It counts as killed by that signal.
     *
     * @throws IllegalStateException if it was not started, or is closed
     */
    public void terminate() {
        started("terminate").terminate();
    }

    /**
     * Ends the process at once: SIGKILL, for what it has started in its process group as well.
     *
     * @throws IllegalStateException if it was not started, or is closed
     */
    public void kill() {
        started("kill").kill();
    }

    /**
     * Lets go of a process that has ended, or was never started. Idempotent. Afterwards only {@link #getName}, {@link
     * #isDaemon}, {@link #toString} and this may be called.
     *
     * @throws IllegalStateException while it runs
     */
    public void close() {
        synchronized (lock) {
            Child known = child;
            if (state == State.OWN || (known != null && known.isAlive())) {
                throw new IllegalStateException(
                        "cannot close process " + name + ": it still runs; pid=" + pid() + "; join or kill it first");
            }
            state = State.CLOSED;
            child = null;
            action = null;
        }
    }

    /**
     * Its end as something to wait for, together with others.
     *
     * @return what is ready once the process has ended; the same object each time
     * @throws IllegalStateException if it was not started, or is closed
     */
    public Waitable sentinel() {
        Child known = started("wait for");
        synchronized (lock) {
            if (sentinel == null) {
                sentinel = new Sentinel(name, known.onExit());
            }
            return sentinel;
        }
    }

    /**
     * What the process is called.
     *
     * @return its name
     */
    public final String getName() {
        return name;
    }

    /**
     * Gives it a name.
     *
     * @param name its new name
     * @throws IllegalStateException if it was started
     */
    public final void setName(String name) {
        Objects.requireNonNull(name, "name");
        synchronized (lock) {
            requireNew("name");
            this.name = name;
        }
    }

    /**
     * Whether it is a daemon: it is ended when this process has ended its own code, and may not have children.
     *
     * @return true for a daemon; inherited from the process that made it unless set
     */
    public final boolean isDaemon() {
        return daemon;
    }

    /**
     * Makes it a daemon or not.
     *
     * @param daemon whether it is to be one
     * @throws IllegalStateException if it was started
     */
    public final void setDaemon(boolean daemon) {
        synchronized (lock) {
            requireNew("daemon flag");
            this.daemon = daemon;
        }
    }

    private void requireNew(String what) {
        if (state != State.NEW) {
            throw new IllegalStateException("cannot set the " + what + " of process " + name + ": it "
                    + (state == State.CLOSED ? "is closed" : "was started"));
        }
    }

    private Child started(String verb) {
        Child known = known(verb);
        if (known == null) {
            throw new IllegalStateException("cannot " + verb + " process " + name + ": it "
                    + (state == State.OWN ? "is this process itself; use ChildProcess.current()" : "was not started"));
        }
        return known;
    }

    private Child known(String verb) {
        if (state == State.CLOSED) {
            throw new IllegalStateException("cannot " + verb + " process " + name + ": it is closed");
        }
        return child;
    }

    /** Name, pid, state, exit status. */
    @Override
    public String toString() {
        Child known = child;
        StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('[').append(name);
        if (known != null) {
            text.append(", pid ").append(known.pid());
        }
        text.append(", ").append(stateText(known));
        return text.append(daemon ? ", daemon]" : "]").toString();
    }

    private String stateText(Child known) {
        return switch (state) {
            case NEW, STARTING -> "not started";
            case CLOSED -> "closed";
            case OWN -> "this process";
            case STARTED -> known == null
                    ? "closed"
                    : known.exitStatus().map(ExitStatus::toString).orElse("running");
        };
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (state != State.STARTING) {
            throw new NotSerializableException(getClass().getName()
                    + ": a process object stays in the process that made it; send its pid() or its name instead");
        }
        out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        lock = new Object();
        state = State.OWN;
    }
}

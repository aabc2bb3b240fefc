package offspring.launch;

import java.lang.ref.Reference;
import offspring.Action;
import offspring.NotShippableException;
import offspring.ProcessStartException;
import offspring.link.Frame;
import offspring.link.Job;
import offspring.wire.InheritedFilter;
import offspring.wire.Shipment;

/** Starts children. */
public final class Launcher {

    private Launcher() {}

    /**
     * Starts a child that runs an action and then ends.
     *
     * <p>Returns at once, save for the first child of its kind, which is awaited until it has booted, so that
     * options that are wrong are told here; where that happens later, {@link Child#onExit} tells it.
     *
     * @throws IllegalStateException if this process may not start one now
     * @throws NotShippableException if the action, or the program's input filter, cannot travel
     * @throws ProcessStartException if it cannot be started
     */
    public static Child start(LaunchSpec spec, Action body) {
        Guard.check(spec.name());
        Shipment shipment = Shipment.once(body);
        Preload.noteUse(body.getClass());
        return spec.mode() == LaunchSpec.Mode.THREAD
                ? startThread(spec, shipment)
                : startJvm(spec, InheritedFilter.forChildren(), shipment);
    }

    /**
     * Checks whether the calling thread may start processes now; for who starts them on another thread.
     *
     * @throws IllegalStateException if not; the text says how to do it
     */
    public static void checkMayStart(String name) {
        Guard.check(name);
    }

    private static Child startThread(LaunchSpec spec, Shipment body) {
        ThreadChild child = new ThreadChild(spec, body);
        Children.add(child);
        child.start(() -> Children.remove(child));
        return child;
    }

    private static Child startJvm(LaunchSpec spec, byte[] inputFilter, Shipment body) {
        CommandLine line = CommandLine.of(spec);
        boolean standby = spec.mode() == LaunchSpec.Mode.STANDBY;
        FamilyPlace place = FamilyPlace.claim(spec.name());
        JvmProcess spare = standby ? StandbyShelf.take(line) : null;
        JvmProcess process;
        try {
            process = spare == null ? JvmProcess.boot(line) : spare;
        } catch (ProcessStartException failed) {
            place.release();
            throw failed;
        }
        JvmChild child = new JvmChild(process, spec);
        Children.add(child);
        child.watchEnd(status -> {
            Children.remove(child);
            place.tellEnd(spec.name(), status);
            place.release();
            body.letGo();
            Reference.reachabilityFence(body.cargo()); // by now it has read the body
        });
        process.reader().jobRead().thenRun(body::letGo);
        place.occupy(process);
        Frame job = job(spec, place.heapPath(), inputFilter, body).toFrame();
        if (spare == null) {
            process.send(process.setup(false).toFrame(), job);
        } else {
            process.send(job);
        }
        place.occupyLater(process);
        if (spare == null && !BootRecord.has(line)) {
            child.awaitBoot();
        }
        if (standby) {
            StandbyShelf.refill(line);
        }
        AotTraining.begin(CommandLine.fitsAotCache());
        return child;
    }

    static Job job(LaunchSpec spec, String familyHeap, byte[] inputFilter, Shipment body) {
        return new Job(
                spec.name(),
                spec.identity(),
                spec.daemon(),
                spec.mayHaveChildren(),
                DefaultMode.get().name(),
                familyHeap,
                ThreadChild.ancestorsOfChildren(),
                inputFilter,
                !body.holds().isEmpty(),
                body.payload());
    }
}

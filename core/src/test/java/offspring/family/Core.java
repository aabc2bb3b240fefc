package offspring.family;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.Waitable;
import offspring.testing.Bodies;
import offspring.testing.Notebook;

/** A program that uses what there is of processes once, and says what it saw. */
public final class Core {

    private Core() {}

    /** Argument: a notebook's file. */
    public static void main(String[] args) throws Exception {
        Notebook notes = new Notebook(args[0]);
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.STANDBY)) {
            String kind = method + ": ";
            System.out.println(kind + "normal " + run(method, () -> {}));
            System.out.println(kind + "exception " + run(method, () -> {
                System.err.close();
                throw new IllegalStateException();
            }));
            System.out.println(kind + "exit " + run(method, () -> System.exit(42)));
            System.out.println(kind + "halt " + run(method, () -> Runtime.getRuntime().halt(7)));
            System.out.println(kind + "exit 143 " + run(method, () -> System.exit(143)));
            System.out.println(kind + "nested " + run(method, () -> System.exit(run(method, () -> System.exit(9)))));
            ended(method, notes, "kill", ChildProcess::kill);
            ended(method, notes, "terminate", ChildProcess::terminate);
            ended(method, notes, "interrupt", ChildProcess::interrupt);
            sentinel(method, notes);
        }
    }

    private static int run(StartMethod method, Action action) throws InterruptedException {
        ChildProcess child = ChildProcess.builder().startMethod(method).start(action);
        child.join();
        return child.exitCode().getAsInt();
    }

    private interface End {
        void of(ChildProcess child);
    }

    private static void ended(StartMethod method, Notebook notes, String what, End end) throws InterruptedException {
        String word = method + " " + what + " ready";
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            notes.say(word);
            try {
                Bodies.block();
            } catch (InterruptedException asked) {
                System.exit(3);
            }
        });
        notes.await(word);
        end.of(child);
        child.join();
        System.out.println(method + ": " + what + " " + child.exitCode().getAsInt());
    }

    private static void sentinel(StartMethod method, Notebook notes) throws InterruptedException {
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> notes.await(method + " go"));
        List<Waitable> one = List.of(child.sentinel());
        boolean early = !Waitable.waitForAny(one, Duration.ofMillis(20)).isEmpty();
        notes.say(method + " go");
        boolean late = Waitable.waitForAny(one, Duration.ofSeconds(30)).equals(one);
        OptionalInt code = child.exitCode();
        System.out.println(method + ": sentinel " + early + " " + late + " " + code.orElse(-1));
    }
}

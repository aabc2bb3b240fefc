package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import offspring.Action;
import offspring.lock.Step;
import offspring.process.ChildProcess;

/**
 * The children that a class of tests has killed at steps. Each step belongs to one class, by the first word of its name, and
 * the last test of that class asks whether it was killed at all of its own: so there is none at which nobody is killed.
 */
public final class Kills {

    /** Whose steps begin with what. All others are {@code KillAtStepTest}'s. */
    private static final Map<String, Set<String>> OWNERS = Map.of(
            "offspring.ipc.QueueProcessTest", Set.of("PUT", "TAKE"),
            "offspring.ipc.JoinDeathTest", Set.of("JOIN"),
            "offspring.ipc.PipeKillTest", Set.of("PIPE"));

    private final Class<?> tests;
    private final Map<ChildProcess, Step> dying = new HashMap<>();
    private final Set<Step> diedAt = EnumSet.noneOf(Step.class);

    /** Those of a class, which keeps them in a static field. */
    public Kills(Class<?> tests) {
        this.tests = tests;
    }

    /** Starts a child that is killed when it comes to a step. */
    public ChildProcess dying(Step step, Action action, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-D" + Step.PROPERTY + "=" + DieAt.class.getName());
        all.add("-D" + DieAt.PROPERTY + "=" + step);
        ChildProcess child = ChildProcess.builder()
                .jvmOptions(all.toArray(String[]::new))
                .start(action);
        dying.put(child, step);
        return child;
    }

    /** Waits for the end of one that was started here, and makes sure that it came to its step. */
    public void assertKilled(ChildProcess child) throws InterruptedException {
        assertThat(child.join(Eventually.patience().multipliedBy(3))).isTrue(); // it may still be booting
        assertThat(child.exitCode()).as("it never came there").hasValue(-9);
        diedAt.add(dying.remove(child));
    }

    /** One was killed at a step, as a test found out in its own way. */
    public void note(Step step) {
        diedAt.add(step);
    }

    /** For the last test of the class, which is called {@code everyStepIsHere}. */
    public void assertEveryStep(Set<Step> unreachable) {
        assumeTrue(diedAt.size() > 1, "none of the other tests was run");
        Set<Step> expected = EnumSet.noneOf(Step.class);
        Arrays.stream(Step.values()).filter(step -> ownerOf(step).equals(tests.getName())).forEach(expected::add);
        expected.removeAll(unreachable);
        assertThat(expected).isNotEmpty();
        assertThat(diedAt).as("steps at which a child was killed").containsAll(expected);
    }

    private static String ownerOf(Step step) {
        String word = step.name().substring(0, step.name().indexOf('_'));
        return OWNERS.entrySet().stream()
                .filter(owner -> owner.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("offspring.sync.KillAtStepTest");
    }

    /** Makes sure that the others ask, too. */
    public static void assertOwnersAsk() throws ReflectiveOperationException {
        for (String owner : OWNERS.keySet()) {
            assertThat(Class.forName(owner).getDeclaredMethod("everyStepIsHere"))
                    .satisfies(test -> assertThat(test.isAnnotationPresent(org.junit.jupiter.api.Test.class)).isTrue());
        }
    }
}

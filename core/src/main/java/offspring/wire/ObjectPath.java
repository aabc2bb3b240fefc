package offspring.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way from an object to one that it refers to: the shortest one, as serialization would go.
 *
 * @param steps the objects on the way, the first and the last included
 * @param text the fields on the way, joined by dots; empty if first and last are the same
 */
record ObjectPath(List<Object> steps, String text) {

    /** Beyond this many objects nobody is helped by a path. */
    private static final int MOST_OBJECTS = 1_000_000;

    /**
     * Finds the first object that fits.
     *
     * @return the way to it, or null if no way was found
     */
    static ObjectPath find(Object root, Predicate<Object> fits) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Step> waiting = new ArrayDeque<>();
        waiting.add(new Step(root, null, ""));
        seen.add(root);
        while (!waiting.isEmpty() && seen.size() < MOST_OBJECTS) {
            Step step = waiting.remove();
            if (fits.test(step.object)) {
                return step.path();
            }
            References.visit(step.object, (name, target) -> {
                if (seen.add(target)) {
                    waiting.add(new Step(target, step, name));
                }
            });
        }
        return null;
    }

    /** The object at the end. */
    Object last() {
        return steps.getLast();
    }

    /** The name of the last step, such as {@code this$0}; empty if there is none. */
    String lastStep() {
        return text.substring(text.lastIndexOf('.') + 1);
    }

    private record Step(Object object, Step from, String name) {

        ObjectPath path() {
            List<Object> steps = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            prepend(steps, text);
            return new ObjectPath(steps, text.toString());
        }

        /** A loop, since a path may be as long as a linked list. */
        private void prepend(List<Object> steps, StringBuilder text) {
            ArrayDeque<Step> way = new ArrayDeque<>();
            for (Step step = this; step != null; step = step.from) {
                way.push(step);
            }
            for (Step step : way) {
                steps.add(step.object);
                if (!text.isEmpty() && !step.name.startsWith("[")) {
                    text.append('.');
                }
                text.append(step.name);
            }
        }
    }
}

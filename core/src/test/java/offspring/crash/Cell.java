package offspring.crash;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One cell of the table: what comes of a way to die at a moment.
 *
 * @param exception simple name of what the caller gets, "–" if nothing
 * @param facts two or more of its fields, with values
 * @param survivors who lives on
 */
record Cell(Moment moment, Way way, String exception, Map<String, String> facts, Survivors survivors) {

    /** Who lives on. Nothing else is ever left: no child, descriptor, mapping or name. */
    enum Survivors {
        EVERYBODY("all workers"),
        THE_OTHERS("the other workers; this one is replaced"),
        THE_PARENT("the parent; the pool is broken"),
        NOBODY_BELONGS("the parent; the pool is closed");

        private final String words;

        Survivors(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Cell cell(Moment moment, Way way, String exception, Survivors survivors, String... facts) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            values.put(facts[i], facts[i + 1]);
        }
        return new Cell(moment, way, exception, values, survivors);
    }

    @Override
    public String toString() {
        return moment + " " + way + ": " + exception;
    }
}

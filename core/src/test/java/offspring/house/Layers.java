package offspring.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The package table of ARCHITECTURE.md.
 *
 * @param number the layer, 0 at the bottom
 * @param exported whether the module exports the package
 * @param mayImport the packages it may import, besides the root and itself
 */
record Layers(int number, boolean exported, Set<String> mayImport) {

    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| `(offspring[.a-z]*)` \\| [^|]+ \\| (yes|no) \\| ([^|]*) \\|");

    /** The layer of each package, in the order of the table. */
    static Map<String, Layers> ofTheTable() throws IOException {
        Map<String, Layers> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root().resolve("ARCHITECTURE.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> mayImport = new TreeSet<>();
                for (String name : row.group(4).split("[ ,–]+")) {
                    if (!name.isBlank()) {
                        mayImport.add("offspring." + name);
                    }
                }
                Layers layer = new Layers(Integer.parseInt(row.group(1)), row.group(3).equals("yes"), mayImport);
                table.put(row.group(2), layer);
            }
        }
        return table;
    }

    /** The repository. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}

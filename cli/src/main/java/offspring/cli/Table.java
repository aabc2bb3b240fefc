package offspring.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in columns: the first to the left, the others, mostly numbers, to the right. */
public final class Table {

    private final List<String[]> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param titles what stands over the columns
     */
    public Table(String... titles) {
        rows.add(titles);
    }

    /**
     * Adds a row.
     *
     * @param cells one text for each column
     */
    public void row(String... cells) {
        rows.add(cells);
    }

    /**
     * The table as text.
     *
     * @return a line for the titles and one for each row
     */
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String space = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? row[i] + space : "  " + space + row[i]);
        }
        return line.toString().stripTrailing();
    }
}

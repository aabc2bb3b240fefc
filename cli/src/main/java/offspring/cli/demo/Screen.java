package offspring.cli.demo;

import java.io.Console;
import java.io.PrintWriter;

/** Where the demo writes. On a terminal progress is one line that changes; elsewhere it is a few lines. */
final class Screen {

    private final PrintWriter out;
    private final boolean terminal;
    private boolean onProgressLine;

    Screen(PrintWriter out) {
        this.out = out;
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    void line(String format, Object... values) {
        clearProgress();
        out.printf(format, values);
        out.println();
        out.flush();
    }

    void progress(int done, int all, String what) {
        int width = 30;
        int full = width * done / Math.max(1, all);
        String bar = "#".repeat(full) + ".".repeat(width - full);
        if (terminal) {
            out.printf("\r   [%s] %d of %d tasks  %-30s", bar, done, all, what);
            out.flush();
            onProgressLine = true;
        } else if (done * 4 / all != (done - 1) * 4 / all) {
            out.printf("   [%s] %d of %d tasks  %s%n", bar, done, all, what);
            out.flush();
        }
    }

    private void clearProgress() {
        if (onProgressLine) {
            out.printf("\r%s\r", " ".repeat(78));
            onProgressLine = false;
        }
    }
}

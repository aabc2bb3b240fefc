package offspring.os;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Runs one of the small programs that every Unix has. */
final class Command {

    private Command() {}

    /**
     * Runs a program to its end, whatever it prints thrown away. Not interruptible: it takes a millisecond or two,
     * and a signal that was begun is to be sent.
     *
     * @return its exit code
     * @throws IOException if there is no such program
     */
    static int run(String... words) throws IOException {
        Process process = new ProcessBuilder(List.of(words))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

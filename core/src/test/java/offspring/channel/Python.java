package offspring.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Assumptions;

/** Whether there is a Python to try our sockets with. */
final class Python {

    private Python() {}

    /** Skips the test where there is none, save on the build server, which has to have one. */
    static void require() throws InterruptedException {
        try {
            new ProcessBuilder("python3", "-V").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException missing) {
            if ("true".equals(System.getenv("CI"))) {
                throw new UncheckedIOException("this build must have python3", missing);
            }
            Assumptions.abort("python3 is missing");
        }
    }
}

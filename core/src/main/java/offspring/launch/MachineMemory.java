package offspring.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel says of this machine's memory. */
final class MachineMemory {

    private MachineMemory() {}

    /** A line of {@code /proc/meminfo}, in units of 1,024 bytes; empty where there is no such file or line. */
    static OptionalLong kib(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith(name + ":")) {
                    String number = line.substring(name.length() + 1).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(number));
                }
            }
            return OptionalLong.empty();
        } catch (IOException noSuchFileHere) {
            return OptionalLong.empty();
        }
    }
}

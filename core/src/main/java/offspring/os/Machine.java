package offspring.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Facts about the machine that need no native call: they are read from system properties and from /proc. */
public final class Machine {

    private static final int AT_PAGESZ = 6;
    /** The largest page in use on the architectures we know: a safe unit where the true one cannot be read. */
    private static final int LARGEST_PAGE_BYTES = 65_536;
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));
    private static final String ARCHITECTURE = System.getProperty("os.arch", "");
    private static final boolean ARM = ARCHITECTURE.equals("aarch64");
    private static final boolean X86 = ARCHITECTURE.equals("amd64") || ARCHITECTURE.equals("x86_64");

    private Machine() {}

    static boolean isLinux() {
        return LINUX;
    }

    static boolean isArm() {
        return ARM;
    }

    static boolean isX86() {
        return X86;
    }

    /** Name, release and architecture of the kernel, such as {@code Linux 6.18.44 amd64}. */
    public static String kernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + ARCHITECTURE;
    }

    /** Whether the running kernel's release is the given one or a later one. */
    static boolean kernelIsAtLeast(int major, int minor) {
        String[] parts = System.getProperty("os.version", "0").split("[^0-9]", 3);
        int runningMajor = number(parts, 0);
        return runningMajor > major || (runningMajor == major && number(parts, 1) >= minor);
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    /** Bytes of a memory page, the unit in which memory is mapped and given back. */
    public static int pageBytes() {
        return PageSize.BYTES;
    }

    /**
     * The processors that this process may run on, whatever {@code -XX:ActiveProcessorCount} told the JVM: the
     * affinity mask of its first thread, which the others inherit. Quotas of control groups are not looked at.
     */
    public static int processors() {
        return Processors.COUNT;
    }

    /** The processors of this machine that are switched on, whoever may use them. */
    public static int processorsOnline() {
        try {
            return countRanges(text("/sys/devices/system/cpu/online").strip());
        } catch (IOException notLinux) {
            return Math.max(processors(), Runtime.getRuntime().availableProcessors());
        }
    }

    /** The first line of a file of /proc that begins with the given words, without them; null when there is none. */
    static String line(String file, String start) throws IOException {
        for (String line : text(file).split("\n")) {
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
        return null;
    }

    /**
     * The whole text of a file of /proc or /sys. Streams are used because an interrupt does not close them; Latin-1
     * because names of programs, which may stand in these files, are bytes and not text.
     */
    static String text(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static final class PageSize {
        static final int BYTES = read();

        /** The kernel tells each process its page size in the auxiliary vector: pairs of words, key and value. */
        private static int read() {
            try (FileInputStream in = new FileInputStream("/proc/self/auxv")) {
                ByteBuffer words = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.nativeOrder());
                while (words.remaining() >= 16) {
                    long key = words.getLong();
                    long value = words.getLong();
                    if (key == AT_PAGESZ) {
                        return Math.toIntExact(value);
                    }
                }
                return LARGEST_PAGE_BYTES;
            } catch (IOException unreadable) {
                return LARGEST_PAGE_BYTES;
            }
        }
    }

    private static final class Processors {
        static final int COUNT = read();

        private static int read() {
            try {
                String list = line("/proc/self/status", "Cpus_allowed_list:");
                return list == null ? Runtime.getRuntime().availableProcessors() : countRanges(list);
            } catch (IOException notLinux) {
                return Runtime.getRuntime().availableProcessors();
            }
        }
    }

    /** How many numbers a list such as {@code 0-3,8,10-11} holds. */
    static int countRanges(String list) {
        int count = 0;
        for (String range : list.split(",")) {
            int dash = range.indexOf('-');
            count += dash < 0
                    ? 1
                    : Integer.parseInt(range.substring(dash + 1)) - Integer.parseInt(range.substring(0, dash)) + 1;
        }
        return count;
    }
}

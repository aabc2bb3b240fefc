package offspring.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The limits that control groups, such as those of a container, set to this process: cgroups(7), versions 1 and 2 and
 * both at a time. A limit of a group above ours holds too: the smallest counts.
 *
 * @param cpuLimit how many processors' time it may use; empty: no limit
 * @param memoryLimit how many bytes it may use; empty: no limit
 * @param memoryLeft how many of these it and the others of its groups do not use yet, as far as the groups tell; files that
 *     the system keeps in memory and can drop count as not used
 * @param detail where the limits were looked for, for people
 */
public record ControlGroup(OptionalDouble cpuLimit, OptionalLong memoryLimit, OptionalLong memoryLeft, String detail) {

    /** Version 1 says "no limit" by a number close to the largest. */
    private static final long NO_LIMIT_BYTES = 1L << 60;

    /** With more digits a number may not fit. */
    private static final int LONG_DIGITS = 18;

    /** The limits of this process, as they are now. */
    public static ControlGroup current() {
        return read(Path.of("/"));
    }

    /** The limits that the files below a directory tell. */
    static ControlGroup read(Path root) {
        try {
            return new Reader(root).read();
        } catch (IOException none) {
            return new ControlGroup(
                    OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(), "none: " + none.getMessage());
        }
    }

    /** One look at the files. */
    private static final class Reader {
        private final Path root;
        private final List<String> found = new ArrayList<>();
        private double cpus = Double.MAX_VALUE;
        private long bytes = NO_LIMIT_BYTES;
        private long bytesLeft = NO_LIMIT_BYTES;

        Reader(Path root) {
            this.root = root;
        }

        ControlGroup read() throws IOException {
            List<CgroupMount> mounts = CgroupMount.parse(text("/proc/self/mountinfo"));
            for (String line : text("/proc/self/cgroup").split("\n")) {
                String[] fields = line.split(":", 3);
                for (CgroupMount mount : mounts) {
                    if (fields.length == 3 && mount.carries(fields[1])) {
                        readAll(mount, fields[1], mount.directoriesUpFrom(fields[2]));
                    }
                }
            }
            return new ControlGroup(
                    cpus == Double.MAX_VALUE ? OptionalDouble.empty() : OptionalDouble.of(cpus),
                    bytes >= NO_LIMIT_BYTES ? OptionalLong.empty() : OptionalLong.of(bytes),
                    bytesLeft >= NO_LIMIT_BYTES ? OptionalLong.empty() : OptionalLong.of(bytesLeft),
                    found.isEmpty() ? "none" : String.join(", ", found));
        }

        private void readAll(CgroupMount mount, String controllers, List<String> directories) {
            found.add((mount.isVersion2() ? "v2 " : "v1 " + controllers + " ") + directories.getFirst());
            for (String directory : directories) {
                if (mount.isVersion2()) {
                    limitCpus(first(directory + "/cpu.max"), word(directory + "/cpu.max", 1));
                    long used = first(directory + "/memory.current");
                    limitBytes(first(directory + "/memory.max"), used, directory, "inactive_file");
                } else {
                    limitCpus(first(directory + "/cpu.cfs_quota_us"), first(directory + "/cpu.cfs_period_us"));
                    long used = first(directory + "/memory.usage_in_bytes");
                    limitBytes(first(directory + "/memory.limit_in_bytes"), used, directory, "total_inactive_file");
                }
            }
        }

        private void limitCpus(long quota, long period) {
            if (quota > 0 && period > 0) {
                cpus = Math.min(cpus, (double) quota / period);
            }
        }

        private void limitBytes(long limit, long used, String directory, String droppable) {
            if (limit >= 0) {
                bytes = Math.min(bytes, limit);
                long kept = Math.max(0, used - Math.max(0, named(directory + "/memory.stat", droppable)));
                bytesLeft = Math.min(bytesLeft, Math.max(0, limit - kept));
            }
        }

        /** A number that stands behind its name in a file; −1 if it is not there. */
        private long named(String file, String name) {
            try {
                for (String line : text(file).split("\n")) {
                    String[] words = line.split(" ");
                    if (words.length == 2 && words[0].equals(name) && words[1].matches("[0-9]{1," + LONG_DIGITS + "}")) {
                        return Long.parseLong(words[1]);
                    }
                }
                return -1;
            } catch (IOException controllerNotHere) {
                return -1;
            }
        }

        private long first(String file) {
            return word(file, 0);
        }

        /** A number of a file; −1 for "max", and where there is no such file or number. */
        private long word(String file, int index) {
            try {
                String[] words = text(file).strip().split(" ");
                if (index >= words.length || !words[index].matches("[0-9]+")) {
                    return -1;
                }
                return words[index].length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(words[index]);
            } catch (IOException controllerNotHere) {
                return -1;
            }
        }

        private String text(String file) throws IOException {
            return Machine.text(root + file);
        }
    }
}

package offspring.os;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mounted hierarchy of control groups: a line of {@code /proc/self/mountinfo}, proc_pid_mountinfo(5).
 *
 * @param root which group of the hierarchy is mounted; not {@code /} in a container without a namespace of its own
 * @param mountPoint where
 * @param isVersion2 whether it is the unified hierarchy
 * @param options of the file system; those of version 1 name the controllers
 */
record CgroupMount(String root, String mountPoint, boolean isVersion2, List<String> options) {

    static List<CgroupMount> parse(String mountinfo) {
        List<CgroupMount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            String[] fields = line.split(" ");
            int dash = Arrays.asList(fields).indexOf("-");
            if (dash > 4 && fields.length > dash + 3 && fields[dash + 1].matches("cgroup2?")) {
                boolean isVersion2 = fields[dash + 1].endsWith("2");
                List<String> options = List.of(fields[dash + 3].split(","));
                mounts.add(new CgroupMount(fields[3], unescaped(fields[4]), isVersion2, options));
            }
        }
        return mounts;
    }

    /** Whether it is the hierarchy of a line of /proc/self/cgroup with these controllers, and tells a limit of ours. */
    boolean carries(String controllers) {
        if (isVersion2 || controllers.isEmpty()) {
            return isVersion2 && controllers.isEmpty();
        }
        List<String> names = List.of(controllers.split(","));
        return options.containsAll(names) && (names.contains("cpu") || names.contains("memory"));
    }

    /** The directories of a group and of those above it, as far as they are mounted. */
    List<String> directoriesUpFrom(String group) {
        List<String> directories = new ArrayList<>();
        for (String below = below(group); !below.isEmpty(); below = below.substring(0, below.lastIndexOf('/'))) {
            directories.add(mountPoint + below);
        }
        directories.add(mountPoint);
        return directories;
    }

    /** The group's path below the mount point: empty for the mount point itself, and for one that is not below. */
    private String below(String group) {
        String prefix = root.equals("/") ? "" : root;
        boolean isBelow = group.startsWith(prefix + "/") && !group.contains("/..");
        String below = isBelow ? group.substring(prefix.length()) : "";
        return below.equals("/") ? "" : below;
    }

    /** Blanks in paths are written as octal numbers. */
    private static String unescaped(String path) {
        return path.replace("\\040", " ");
    }
}

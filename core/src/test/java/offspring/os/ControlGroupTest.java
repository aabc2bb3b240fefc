package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

    private static final String MOUNT = "41 31 0:38 %s %s rw,relatime shared:5 - %s cgroup rw,%s\n";

    @TempDir
    Path root;

    @Test
    void versionTwoTellsTheSmallestLimitOnTheWayUp() throws IOException {
        file("proc/self/mountinfo", MOUNT.formatted("/", "/sys/fs/cgroup", "cgroup2", "nsdelegate"));
        file("proc/self/cgroup", "0::/user.slice/app.scope\n");
        file("sys/fs/cgroup/user.slice/app.scope/cpu.max", "max 100000\n");
        file("sys/fs/cgroup/user.slice/app.scope/memory.max", "2147483648\n");
        file("sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n");
        file("sys/fs/cgroup/user.slice/app.scope/memory.current", "1610612736\n");
        file("sys/fs/cgroup/user.slice/app.scope/memory.stat", "anon 1\ninactive_file 536870912\nactive_file 7\n");
        file("sys/fs/cgroup/user.slice/memory.max", "max\n");
        ControlGroup group = ControlGroup.read(root);
        assertThat(group.cpuLimit()).hasValue(1.5);
        assertThat(group.memoryLimit()).hasValue(2L << 30);
        assertThat(group.memoryLeft()).hasValue(1L << 30);
        assertThat(group.detail()).isEqualTo("v2 /sys/fs/cgroup/user.slice/app.scope");
    }

    @Test
    void versionOneHasAHierarchyPerController() throws IOException {
        file("proc/self/mountinfo", MOUNT.formatted("/", "/cg/cpu,cpuacct", "cgroup", "cpu,cpuacct")
                + MOUNT.formatted("/", "/cg/memory", "cgroup", "memory")
                + MOUNT.formatted("/", "/cg/freezer", "cgroup", "freezer"));
        file("proc/self/cgroup", "6:freezer:/\n4:memory:/box\n2:cpu,cpuacct:/box\n1:name=systemd:/x\n");
        file("cg/cpu,cpuacct/box/cpu.cfs_quota_us", "50000\n");
        file("cg/cpu,cpuacct/box/cpu.cfs_period_us", "100000\n");
        file("cg/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        file("cg/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        file("cg/memory/box/memory.limit_in_bytes", "9223372036854771712\n");
        file("cg/memory/memory.limit_in_bytes", "1073741824\n");
        file("cg/memory/memory.usage_in_bytes", "2073741824\n");
        ControlGroup group = ControlGroup.read(root);
        assertThat(group.cpuLimit()).hasValue(0.5);
        assertThat(group.memoryLimit()).hasValue(1L << 30);
        assertThat(group.memoryLeft()).hasValue(0);
        assertThat(group.detail()).isEqualTo("v1 memory /cg/memory/box, v1 cpu,cpuacct /cg/cpu,cpuacct/box");
    }

    @Test
    void aContainerWithoutANamespaceOfItsOwnSeesItsGroupAtTheMountPoint() throws IOException {
        file("proc/self/mountinfo", MOUNT.formatted("/docker/abc", "/sys/fs/cgroup/memory", "cgroup", "memory"));
        file("proc/self/cgroup", "4:memory:/docker/abc\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n");
        assertThat(ControlGroup.read(root).memoryLimit()).hasValue(512L << 20);
        file("proc/self/cgroup", "4:memory:/../elsewhere\n");
        assertThat(ControlGroup.read(root).memoryLimit()).hasValue(512L << 20);
    }

    @Test
    void withoutLimitsOrGroupsThereIsNoLimit() throws IOException {
        assertThat(ControlGroup.read(root).cpuLimit()).isEmpty();
        assertThat(ControlGroup.read(root).detail()).startsWith("none: ");
        file("proc/self/mountinfo", MOUNT.formatted("/", "/sys/fs/cgroup", "cgroup2", "x") + "broken line\n");
        file("proc/self/cgroup", "0::/\nnonsense\n");
        assertThat(ControlGroup.read(root).cpuLimit()).isEmpty();
        assertThat(ControlGroup.read(root).memoryLimit()).isEmpty();
        assertThat(ControlGroup.current().detail()).isNotEmpty();
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

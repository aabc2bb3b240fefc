package offspring.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import offspring.launch.Launcher;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.shm.SharedMemory;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import offspring.testing.TestJvm;
import offspring.wire.TwinJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every class of tests that starts processes, or gives names, is looked after by {@link LeakCheck}. */
class LeakCheckedTest {

    /** What leaves something behind if it is not ended; a test that uses one has its name in its class files. */
    private static final Set<String> LEAVES = names(
            ProcessBuilder.class, ChildProcess.class, Launcher.class, Pool.class, FreshJvm.class, TestJvm.class,
            RunningProgram.class, TwinJvm.class, SharedMemory.class);

    private static Set<String> names(Class<?>... types) {
        return new TreeSet<>(Arrays.stream(types).map(type -> type.getName().replace('.', '/')).toList());
    }

    @Test
    void everyTestThatMayLeaveSomethingBehindIsChecked() throws Exception {
        Path root = Path.of(LeakCheckedTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> checked = new TreeSet<>();
        Set<String> unchecked = new TreeSet<>();
        for (Path file : classFiles(root)) {
            Class<?> outermost = outermost(root.relativize(file).toString());
            if (hasTests(outermost) && outermost != LeakCheckedTest.class && mayLeave(file)) {
                (isChecked(outermost) ? checked : unchecked).add(outermost.getName());
            }
        }
        assertThat(checked).hasSizeGreaterThan(50);
        assertThat(unchecked).isEmpty();
    }

    private static List<Path> classFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*Test(\\$.*)?\\.class")).toList();
        }
    }

    private static Class<?> outermost(String file) throws ClassNotFoundException {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        int nested = name.indexOf('$');
        String outer = nested < 0 ? name : name.substring(0, nested);
        return Class.forName(outer, false, LeakCheckedTest.class.getClassLoader());
    }

    private static boolean hasTests(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (AnnotationSupport.isAnnotated(method, Testable.class)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isChecked(Class<?> type) {
        return AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream()
                .flatMap(extended -> Arrays.stream(extended.value()))
                .anyMatch(LeakCheck.class::equals);
    }

    private static boolean mayLeave(Path file) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry reference && LEAVES.contains(reference.asInternalName())) {
                return true;
            }
        }
        return false;
    }
}

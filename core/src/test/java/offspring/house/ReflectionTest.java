package offspring.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import offspring.shm.SharedInt;
import offspring.shm.SharedIntArray;
import offspring.shm.SharedStruct;
import offspring.sync.SharedLock;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is public can be called by reflection, as scripting languages and frameworks do. */
@ExtendWith(LeakCheck.class)
class ReflectionTest {

    /** A component that is seen from outside. */
    public record Point(int x) {}

    /** Access is checked against the class that declares a method, and not against the one it was looked up in. */
    @Test
    void everyPublicMethodIsDeclaredByAPublicClass() throws Exception {
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        for (Class<?> type : publicTypes()) {
            for (Method method : type.getMethods()) {
                looked++;
                // Of two that differ in what they return, getMethod has the one that returns more.
                Method found = type.getMethod(method.getName(), method.getParameterTypes());
                if (!isPublic(found.getDeclaringClass())) {
                    wrong.add(type.getName() + "." + method.getName() + " of " + found.getDeclaringClass());
                }
            }
        }
        assertThat(looked).isGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    @Test
    void inheritedMethodsAreCalled() throws Exception {
        SharedInt number = SharedInt.create(1);
        assertThat(call(number, "lock")).isEqualTo(number.lock());
        SharedIntArray array = SharedIntArray.create(3);
        assertThat(call(array, "length")).isEqualTo(3);
        assertThat(call(array, "segment")).isEqualTo(array.segment());
        assertThat(call(array, "toString")).isEqualTo("SharedIntArray[length=3]");
        SharedStruct<Point> struct = SharedStruct.create(new Point(1));
        assertThat(call(struct, "layout")).isEqualTo(struct.layout());
        SharedLock lock = SharedLock.create();
        assertThat(call(lock, "hashCode")).isEqualTo(lock.hashCode());
        assertThat(call(lock, "isLocked")).isEqualTo(false);
    }

    private static Object call(Object object, String method) throws Exception {
        return object.getClass().getMethod(method).invoke(object);
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && (!type.isMemberClass() || isPublic(type.getDeclaringClass()));
    }

    private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (String name : Exports.packages()) {
            try (Stream<Path> files = Files.list(FreshJvm.library().resolve(name.replace('.', '/')))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String simple = file.getFileName().toString();
                    if (simple.endsWith(".class") && !simple.startsWith("package-info")) {
                        types.add(Class.forName(name + "." + simple.replace(".class", "")));
                    }
                }
            }
        }
        types.removeIf(type -> !isPublic(type));
        return types;
    }
}

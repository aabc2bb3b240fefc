package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import offspring.NotShippableException;
import offspring.Task;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Classes of class loaders that the class path does not know, as in containers and scripts. */
@ExtendWith(LeakCheck.class)
class LoadersTest {

    @TempDir
    Path directory;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = directory.resolve("plug");
        new Program(directory)
                .file("plug/Plugin.java", """
                        package plug;

                        import java.io.*;
                        import java.util.*;
                        import offspring.*;

                        public class Plugin implements Task<Object> {
                            public record Made(String text, Helper.Kind kind) implements Serializable {}

                            public Object call() throws Exception {
                                InputStream in = Plugin.class.getResourceAsStream("words.txt");
                                return new Made(new String(in.readAllBytes()) + Helper.help(), Helper.Kind.GOOD);
                            }
                        }
                        """)
                .file("plug/Helper.java", """
                        package plug;

                        class Helper {
                            enum Kind { GOOD }
                            static String help() { return "!"; }
                        }
                        """)
                .compile(classes, List.of("-cp", Program.classPath()), "plug/Plugin.java", "plug/Helper.java");
        Files.writeString(classes.resolve("plug/words.txt"), "words");
    }

    private Task<?> plugin(ClassLoader loader) throws ReflectiveOperationException {
        return (Task<?>) Class.forName("plug.Plugin", true, loader).getConstructor().newInstance();
    }

    @Test
    void aLoadersClassesAndResourcesAreFetched() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
                TwinJvm twin = TwinJvm.start()) {
            Task<?> plugin = plugin(loader);
            Object made = twin.run(plugin);
            assertThat(made.toString()).isEqualTo("Made[text=words!, kind=GOOD]");
            assertThat(made.getClass().getClassLoader()).isSameAs(loader);
            int asked = twin.questions();
            twin.run(plugin);
            assertThat(twin.questions()).as("asked again for the resource only").isEqualTo(asked + 1);
        }
    }

    @Test
    void aLoaderThatGivesNoBytesIsRefusedInTheCaller() throws Exception {
        try (URLClassLoader source = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            byte[] bytes = source.getResourceAsStream("plug/Plugin.class").readAllBytes();
            ClassLoader secretive = new ClassLoader() {
                @Override
                protected Class<?> findClass(String name) {
                    return defineClass(name, bytes, 0, bytes.length);
                }
            };
            Task<?> plugin = plugin(secretive);
            assertThatThrownBy(() -> Payload.encode(plugin))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("which does not give the bytes of its classes; put the class on the class path");
        }
    }

    @Test
    void aClassThatOnlyTheChildHasIsToldByName() throws Exception {
        try (TwinJvm twin = TwinJvm.start()) {
            assertThatThrownBy(() -> twin.run(There.makeAPlugin(classes.toString())))
                    .isInstanceOf(UndecodableException.class)
                    .hasMessageContaining("made it with a class loader of its own, and only a parent is asked for classes");
        }
    }

    @Test
    void grandchildrenAskTheirParentWhichAsksOn() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
                TwinJvm twin = TwinJvm.start()) {
            assertThat(twin.<Object>run(There.inAGrandchild(plugin(loader))).toString())
                    .isEqualTo("Made[text=words!, kind=GOOD]");
        }
    }

    @Test
    void anUnknownLoaderIsAnAnswerToo() {
        byte[] request = ClassServer.request(4711L << 32 | 1, ClassServer.CLASS, "x.Y");
        assertThat(new String(ProgramClasses.answer(request))).contains("process 4711 had it");
        assertThat(ProgramClasses.answer(new byte[] {1})[0]).isEqualTo((byte) ClassServer.MISSING);
    }

    /** What runs in the other JVM, which looks up no JUnit classes. */
    static final class There {

        private There() {}

        static Task<Object> makeAPlugin(String classes) {
            return () -> {
                URL[] urls = {Path.of(classes).toUri().toURL()};
                return Class.forName("plug.Plugin", true, new URLClassLoader(urls)).getConstructor().newInstance();
            };
        }

        static Task<Object> inAGrandchild(Callable<?> plugin) {
            return () -> {
                try (TwinJvm inner = TwinJvm.start()) {
                    return inner.<Object>run((Task<Object>) plugin::call);
                }
            };
        }
    }
}

package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program may bring a codec of its own; it is found in every process, and sees graphs only. */
class CodecTest {

    @TempDir
    Path directory;

    private static final String MAIN = """
            import java.io.*;
            import java.util.*;
            import offspring.*;
            import offspring.codec.*;
            import offspring.wire.*;

            public class Main {
                record Point(int x, List<Object> more) implements Serializable {}

                public static void main(String[] arguments) throws Exception {
                    try {
                        byte[] bytes = Payload.encode(new Point(1, new ArrayList<>(List.of(new Point(2, List.of())))));
                        System.out.println(new String(bytes, "ISO-8859-1").contains("backwards"));
                        System.out.println(Payload.decode(bytes));
                        System.out.println(Payload.encode(5).length);
                        byte[] failure = Failure.encode(new IllegalStateException("as ever"));
                        System.out.println(Failure.decode(failure, 0, failure.length, "here").getMessage());
                    } catch (NotShippableException e) {
                        System.out.println(e.getCause().getMessage());
                    }
                }
            }
            """;

    private static String provider(String name, String id) {
        return """
                import java.io.*;
                import offspring.codec.*;

                public class %s implements CodecProvider, Codec {
                    public String id() { return "%s"; }
                    public Codec open(CodecContext context) {
                        try {
                            if (context.classNamed(context.nameOf(%s.class)) != %s.class) throw new AssertionError();
                        } catch (ClassNotFoundException e) {
                            throw new AssertionError(e);
                        }
                        return this;
                    }
                    public void write(Object value, OutputStream out) throws IOException {
                        ObjectOutputStream objects = new ObjectOutputStream(out);
                        objects.writeObject(value);
                        objects.flush();
                    }
                    public Object read(InputStream in) throws IOException, ClassNotFoundException {
                        return new ObjectInputStream(in).readObject();
                    }
                }
                """.formatted(name, id, name, name);
    }

    private List<String> run(List<String> options, String... providers) throws Exception {
        Program program = new Program(directory).file("Main.java", MAIN);
        for (String name : providers) {
            program.file(name + ".java", provider(name, name.toLowerCase()));
        }
        Path classes = directory.resolve("classes");
        String[] files = new String[providers.length + 1];
        for (int i = 0; i < providers.length; i++) {
            files[i] = providers[i] + ".java";
        }
        files[providers.length] = "Main.java";
        program.compile(classes, List.of("-cp", Program.classPath()), files);
        program.file("classes/META-INF/services/offspring.codec.CodecProvider", String.join("\n", providers));
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-cp", Program.classPath() + ":" + classes, "Main"));
        return program.run("java", command, null).out();
    }

    @Test
    void theOnlyCodecIsUsedForGraphs() throws Exception {
        assertThat(run(List.of(), "Backwards"))
                .containsExactly("true", "Point[x=1, more=[Point[x=2, more=[]]]]", "5", "as ever");
    }

    @Test
    void theJdksSerializationCanBeChosen() throws Exception {
        assertThat(run(List.of("-Doffspring.codec=jdk"), "Backwards", "Forwards"))
                .startsWith("false", "Point[x=1, more=[Point[x=2, more=[]]]]");
    }

    @Test
    void ofSeveralOneMustBeChosen() throws Exception {
        assertThat(run(List.of(), "Backwards", "Forwards"))
                .singleElement().asString()
                .startsWith("cannot choose a codec: there are several; set -Doffspring.codec to one of [")
                .endsWith("] or to jdk");
        assertThat(run(List.of("-Doffspring.codec=backwards"), "Backwards", "Forwards")).startsWith("true");
    }

    @Test
    void aChoiceThatIsNotThereIsTold() throws Exception {
        assertThat(run(List.of("-Doffspring.codec=sideways"), "Backwards"))
                .containsExactly("cannot use the codec sideways: there is none of this name; set -Doffspring.codec to one of "
                        + "[backwards] or to jdk");
    }
}

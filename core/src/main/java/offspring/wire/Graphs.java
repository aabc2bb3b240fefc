package offspring.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Object graphs by the JDK's serialization; a class of its own, so that leaves never load it. */
final class Graphs {

    private Graphs() {}

    /** Writes what follows the tag. */
    static void write(Object value, OutputStream out, Map<Object, Object> substitutes, Snippets snippets)
            throws IOException {
        try (GraphWriter graph = new GraphWriter(out, substitutes, snippets)) {
            graph.writeObject(value);
            graph.writeProgramObjects();
        }
    }

    /** Writes a value to nowhere, without the fields of program objects. */
    static void tryToWrite(Object value, Map<Object, Object> substitutes) throws IOException {
        try (GraphWriter graph = new GraphWriter(OutputStream.nullOutputStream(), substitutes, new Snippets())) {
            graph.tryFields();
            graph.writeObject(value);
        }
    }

    static Object read(InputStream in, Admission admission) throws IOException, ClassNotFoundException {
        try (GraphReader graph = new GraphReader(in, admission.filter())) {
            Object value = graph.readObject();
            graph.readProgramObjects();
            return value;
        }
    }
}

package offspring.wire;

import java.io.IOException;
import java.util.Map;

/** Object graphs by the JDK's serialization; a class of its own, so that leaves never load it. */
final class Graphs {

    private Graphs() {}

    static void write(Object value, ByteWriter out, Map<Object, Object> substitutes, Snippets snippets)
            throws IOException {
        out.write(Tag.STREAM);
        try (GraphWriter graph = new GraphWriter(out, substitutes, snippets)) {
            graph.writeObject(value);
            graph.writeProgramObjects();
        }
    }

    /** Writes a value to nowhere, without the fields of program objects. */
    static void tryToWrite(Object value, Map<Object, Object> substitutes) throws IOException {
        try (GraphWriter graph = new GraphWriter(new ByteWriter(256), substitutes, new Snippets())) {
            graph.writeObject(value);
        }
    }

    static Object read(ByteReader in, Admission admission) throws IOException, ClassNotFoundException {
        try (GraphReader graph = new GraphReader(in, admission.filter())) {
            Object value = graph.readObject();
            graph.readProgramObjects();
            return value;
        }
    }
}

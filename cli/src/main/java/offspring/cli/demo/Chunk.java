package offspring.cli.demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the input: some files of one body of text. It travels to a worker, the files' contents do not.
 *
 * @param number which part
 * @param body where the files are
 * @param names the files
 */
record Chunk(int number, Body body, ArrayList<String> names) implements Serializable {

    static List<Chunk> cut(Body body, List<String> names, int parts) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) names.size() * i / parts);
            int to = (int) ((long) names.size() * (i + 1) / parts);
            if (from < to) {
                chunks.add(new Chunk(chunks.size() + 1, body, new ArrayList<>(names.subList(from, to))));
            }
        }
        return chunks;
    }
}

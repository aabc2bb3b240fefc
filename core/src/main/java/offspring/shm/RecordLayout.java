package offspring.shm;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How a record lies in memory: its components in their order, each aligned to its size, nested records to the largest
 * of theirs; zeros between them and at the end, so that the size is a multiple of the alignment. It is what a C
 * compiler does.
 *
 * <pre>
 *     record Place(byte kind, double x, Pair rest)    record Pair(short a, int b)
 *
 *      0  kind              byte
 *      8  x                 double
 *     16  rest.a            short
 *     20  rest.b            int
 *     24  (end)
 * </pre>
 */
final class RecordLayout {

    private final Deque<Class<?>> enclosing = new ArrayDeque<>();
    private final Class<?> outermost;

    private RecordLayout(Class<?> outermost) {
        this.outermost = outermost;
    }

    /**
     * The layout of the records of a class.
     *
     * @throws IllegalArgumentException if a component cannot be in shared memory
     */
    static StructLayout of(Class<?> type) {
        return new RecordLayout(type).layout(type, "");
    }

    private StructLayout layout(Class<?> type, String path) {
        if (enclosing.contains(type)) {
            throw cannot(path, "would contain itself");
        }
        enclosing.push(type);
        List<MemoryLayout> members = new ArrayList<>();
        long bytes = 0;
        long alignment = 1;
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            MemoryLayout member = member(component, path.isEmpty() ? name : path + "." + name);
            bytes = pad(members, bytes, member.byteAlignment()) + member.byteSize();
            alignment = Math.max(alignment, member.byteAlignment());
            members.add(member.withName(name));
        }
        pad(members, bytes, alignment);
        enclosing.pop();
        return MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new));
    }

    private MemoryLayout member(RecordComponent component, String path) {
        Primitive primitive = Primitive.of(component.getType());
        if (primitive != null) {
            return primitive.layout();
        }
        if (!component.getType().isRecord()) {
            throw cannot(path, "is a " + component.getType().getTypeName());
        }
        return layout(component.getType(), path);
    }

    private static long pad(List<MemoryLayout> members, long bytes, long alignment) {
        long padding = -bytes & alignment - 1;
        if (padding > 0) {
            members.add(MemoryLayout.paddingLayout(padding));
        }
        return bytes + padding;
    }

    private IllegalArgumentException cannot(String path, String why) {
        return new IllegalArgumentException("cannot share records of " + outermost.getTypeName() + ": component " + path
                + " " + why + "; allowed are " + Primitive.names() + ", and records of these");
    }
}

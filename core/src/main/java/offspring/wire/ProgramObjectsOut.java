package offspring.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import offspring.NotShippableException;

/**
 * The program objects that one payload refers to, and their fields.
 *
 * <pre>for each: number of fields (int), then for each of these: name (UTF), value (object)</pre>
 */
final class ProgramObjectsOut {

    /** Fields that the user has been told about. */
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

    /** More is written only to nowhere to find out whether it can travel. */
    private static final int MUCH = 1 << 16;

    private final List<Object> objects = new ArrayList<>();
    private final Map<Object, ProgramObject> marks = new IdentityHashMap<>();

    /** What to write in place of a program object. */
    ProgramObject markOf(Object object) {
        ProgramObject mark = marks.get(object);
        if (mark == null) {
            mark = new ProgramObject(object.getClass(), objects.size());
            marks.put(object, mark);
            objects.add(object);
        }
        return mark;
    }

    /** Writes the fields of all, of those too that come up meanwhile. */
    void writeFields(ObjectOutputStream out, Map<Object, Object> substitutes) throws IOException {
        for (int i = 0; i < objects.size(); i++) {
            Object object = objects.get(i);
            List<Field> fields = ProgramObject.fields(object.getClass());
            out.writeInt(fields.size());
            for (Field field : fields) {
                out.writeUTF(field.getName());
                out.writeObject(travelling(field, object, substitutes));
            }
        }
    }

    /** A field's value, or null if that cannot travel, which is found out by trying. */
    private static Object travelling(Field field, Object object, Map<Object, Object> substitutes) {
        Object value = get(field, object);
        try {
            if (LeafWriter.write(value, new ByteWriter(64, MUCH))) {
                return value;
            }
        } catch (TooBigException perhapsTravels) {
            // found out below
        }
        try {
            Graphs.tryToWrite(value, substitutes);
            return value;
        } catch (IOException | RuntimeException refused) {
            tellOnce(field, Unshippable.because(value, refused));
            return null;
        }
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void tellOnce(Field field, NotShippableException refused) {
        String name = field.getDeclaringClass().getName() + "." + field.getName();
        if (NAMED.add(name)) {
            System.err.println("offspring: field " + field.getName() + " of " + field.getDeclaringClass().getName()
                    + " is null in other processes: " + refused.getMessage());
        }
    }
}

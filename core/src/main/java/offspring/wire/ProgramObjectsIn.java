package offspring.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** The program objects that one payload refers to, made here; see {@link ProgramObjectsOut}. */
final class ProgramObjectsIn {

    private final List<Object> objects = new ArrayList<>();

    /** The object that a mark stands for. */
    Object of(ProgramObject mark) throws InvalidObjectException {
        if (mark.index() == objects.size()) {
            try {
                objects.add(mark.allocate());
            } catch (ReflectiveOperationException | RuntimeException failure) {
                throw new InvalidObjectException("cannot make the program's object " + mark.type().getName(), failure);
            }
        }
        if (mark.index() < 0 || mark.index() >= objects.size()) {
            throw new InvalidObjectException("a program object is out of order");
        }
        return objects.get(mark.index());
    }

    void readFields(ObjectInputStream in) throws IOException, ClassNotFoundException {
        for (int i = 0; i < objects.size(); i++) {
            Object object = objects.get(i);
            int count = in.readInt();
            for (int f = 0; f < count; f++) {
                String name = in.readUTF();
                set(object, name, in.readObject());
            }
        }
    }

    private static void set(Object object, String name, Object value) throws InvalidObjectException {
        try {
            Field field = object.getClass().getDeclaredField(name);
            field.setAccessible(true);
            if (value != null || !field.getType().isPrimitive()) {
                field.set(object, value);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException failure) {
            throw new InvalidObjectException("field " + name + " of " + object.getClass().getName(), failure);
        }
    }
}

package offspring.shm;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;

/** Turns the records of a class into bytes, and back. Derived once per class. */
final class RecordForm {

    private static final ClassValue<RecordForm> FORMS = new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
            return new RecordForm(type, RecordLayout.of(type));
        }
    };

    /** A component: a primitive or else a nested record. */
    private record Member(int offset, MethodHandle accessor, Primitive primitive, RecordForm nested) {}

    private final StructLayout layout;
    private final Member[] members;
    private final MethodHandle constructor;

    private RecordForm(Class<?> type, StructLayout layout) {
        this.layout = layout;
        RecordComponent[] components = type.getRecordComponents();
        this.members = new Member[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                members[i] = member(components[i], PathElement.groupElement(components[i].getName()));
            }
            Constructor<?> canonical = open(type.getDeclaredConstructor(types), type);
            this.constructor = MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * The form of the records of a class.
     *
     * @throws IllegalArgumentException if one of their components cannot be in shared memory, or they cannot be
     *     accessed
     */
    static RecordForm of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    "cannot share records of " + type.getTypeName() + ": it is no record class");
        }
        return FORMS.get(type);
    }

    private Member member(RecordComponent component, PathElement name) throws IllegalAccessException {
        Primitive primitive = Primitive.of(component.getType());
        Method getter = open(component.getAccessor(), component.getDeclaringRecord());
        return new Member(
                (int) layout.byteOffset(name),
                MethodHandles.lookup().unreflect(getter).asType(MethodType.methodType(Object.class, Object.class)),
                primitive,
                primitive == null ? new RecordForm(component.getType(), (StructLayout) layout.select(name)) : null);
    }

    private static <M extends AccessibleObject> M open(M member, Class<?> type) {
        if (!member.trySetAccessible()) {
            throw new IllegalArgumentException("cannot share records of " + type.getTypeName() + ": module "
                    + type.getModule().getName() + " does not open its package; add \"opens " + type.getPackageName()
                    + " to offspring;\" to its module-info.java");
        }
        return member;
    }

    StructLayout layout() {
        return layout;
    }

    int bytes() {
        return (int) layout.byteSize();
    }

    /** Writes a record; whatever its accessors throw is thrown. */
    void write(Object source, ByteBuffer to, int at) {
        for (Member member : members) {
            Object value = value(member, source);
            if (member.primitive != null) {
                member.primitive.put(to, at + member.offset, value);
            } else {
                member.nested.write(value, to, at + member.offset);
            }
        }
    }

    /** Makes a record; whatever its constructor throws is thrown. */
    Object read(ByteBuffer from, int at) {
        Object[] values = new Object[members.length];
        for (int i = 0; i < values.length; i++) {
            Member member = members[i];
            values[i] = member.primitive != null
                    ? member.primitive.get(from, at + member.offset)
                    : member.nested.read(from, at + member.offset);
        }
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error ofTheConstructor) {
            throw ofTheConstructor;
        } catch (Throwable impossible) {
            throw new AssertionError("a canonical constructor declares no exceptions", impossible);
        }
    }

    private static Object value(Member member, Object source) {
        try {
            return (Object) member.accessor.invokeExact(source);
        } catch (RuntimeException | Error ofTheAccessor) {
            throw ofTheAccessor;
        } catch (Throwable impossible) {
            throw new AssertionError("an accessor declares no exceptions", impossible);
        }
    }
}

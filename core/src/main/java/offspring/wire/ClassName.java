package offspring.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;

/**
 * How a class is named in a payload: its loader's number (0: the class path), its name, and a
 * fingerprint of its serialized fields.
 *
 * <p>Both processes take the fields from their own class. The fingerprint tells when these differ,
 * because a jar was rebuilt while the program ran or a child has another JDK.
 */
final class ClassName {

    /** What is wrong with a class that is not the same in both processes. */
    static final String CHANGED =
            "its fields differ between the two processes; was it compiled anew while the program ran?";

    private static final ClassValue<ClassName> NAMES = new ClassValue<>() {
        @Override
        protected ClassName computeValue(Class<?> type) {
            return new ClassName(type);
        }
    };

    private final Class<?> type;
    private final String name;
    private final Origin origin;
    private int fingerprint;
    private volatile boolean hasFingerprint;
    private final String obstacle;

    private ClassName(Class<?> type) {
        this.type = type;
        this.name = type.getName();
        this.origin = ProgramClasses.originOf(elementOf(type));
        this.obstacle = obstacle();
    }

    static ClassName of(Class<?> type) {
        return NAMES.get(type);
    }

    /** Where the class is from; null means the class path. */
    Origin origin() {
        return origin;
    }

    String name() {
        return name;
    }

    /** Why no other process could have this class; null if it can. */
    String obstacle() {
        Class<?> element = elementOf(type);
        if (element.isHidden()) {
            return "is of a hidden class, which only the process that made it has; use an ordinary class";
        }
        if (origin instanceof OwnLoaders.OwnLoader && !hasBytes(element)) {
            return "was loaded by a " + element.getClassLoader().getClass().getName()
                    + ", which does not give the bytes of its classes; put the class on the class path";
        }
        return null;
    }

    private static boolean hasBytes(Class<?> element) {
        return element.getClassLoader().getResource(element.getName().replace('.', '/') + ".class") != null;
    }

    /** Why objects of the class could be written, but not read again; null if they can. */
    String instanceObstacle() {
        if (obstacle != null || type.isArray() || type.isEnum() || type.isRecord() || type.isInterface()
                || !Serializable.class.isAssignableFrom(type)) {
            return obstacle;
        }
        if (Externalizable.class.isAssignableFrom(type)) {
            return hasPublicConstructor() ? null : "is Externalizable, but has no public no-argument constructor; add one";
        }
        Class<?> ancestor = type;
        while (Serializable.class.isAssignableFrom(ancestor)) {
            ancestor = ancestor.getSuperclass();
        }
        return hasConstructorFor(ancestor) ? null
                : "has the superclass " + ancestor.getName()
                        + ", which is neither Serializable nor has a no-argument constructor that can be called; "
                        + "let the superclass be one of the two";
    }

    private boolean hasPublicConstructor() {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean hasConstructorFor(Class<?> ancestor) {
        for (Constructor<?> constructor : ancestor.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 0) {
                int access = constructor.getModifiers();
                return Modifier.isPublic(access) || Modifier.isProtected(access)
                        || !Modifier.isPrivate(access) && ancestor.getPackage() == type.getPackage();
            }
        }
        return false;
    }

    private long id() {
        return origin == null || Abroad.isUnderWay() ? Origin.CLASS_PATH : origin.id();
    }

    void write(DataOutput out) throws IOException {
        long id = id();
        out.writeByte(id == Origin.CLASS_PATH ? 0 : 1);
        if (id != Origin.CLASS_PATH) {
            out.writeLong(id);
        }
        out.writeUTF(name);
        out.writeShort(fingerprint());
    }

    /** The name alone, for objects whose fields are not written. */
    void writeName(ByteWriter out) {
        long id = id();
        out.write(id == Origin.CLASS_PATH ? 0 : 1);
        if (id != Origin.CLASS_PATH) {
            out.putLong(id);
        }
        LeafWriter.writeString(name, out);
    }

    static Class<?> read(DataInput in) throws IOException, ClassNotFoundException {
        long id = in.readByte() == 0 ? Origin.CLASS_PATH : in.readLong();
        String name = in.readUTF();
        Class<?> type = ProgramClasses.find(id, name);
        if ((short) of(type).fingerprint() != in.readShort()) {
            throw new InvalidClassException(type.getName(), CHANGED);
        }
        return type;
    }

    static Class<?> readName(ByteReader in) throws IOException, ClassNotFoundException {
        long id = in.getByte() == 0 ? Origin.CLASS_PATH : in.getLong();
        return ProgramClasses.find(id, LeafReader.readString(in));
    }

    /** Made when first needed, for it needs the JDK's streams. */
    private int fingerprint() {
        if (!hasFingerprint) {
            fingerprint = fingerprint(type);
            hasFingerprint = true;
        }
        return fingerprint;
    }

    private static int fingerprint(Class<?> type) {
        ObjectStreamClass stream = ObjectStreamClass.lookup(type);
        if (stream == null || type.isArray()) {
            return 0;
        }
        int hash = 1;
        for (ObjectStreamField field : stream.getFields()) {
            hash = 31 * hash + field.getName().hashCode();
            hash = 31 * hash + field.getTypeCode();
        }
        return hash ^ hash >>> 16;
    }

    private static Class<?> elementOf(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }
}

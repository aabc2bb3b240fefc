package offspring.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Reads what {@link GraphWriter} wrote. */
final class GraphReader extends ObjectInputStream {

    private final ProgramObjectsIn programs = new ProgramObjectsIn();

    GraphReader(InputStream in, ObjectInputFilter filter) throws IOException {
        super(in);
        enableResolveObject(true);
        if (filter != null) {
            setObjectInputFilter(filter);
        }
    }

    @Override
    protected void readStreamHeader() {
        // both ends are this library
    }

    @Override
    protected Object resolveObject(Object object) throws IOException {
        if (object instanceof ProgramObject mark) {
            Abroad.refuse("a program's object");
            return programs.of(mark);
        }
        return object;
    }

    /** Ends the payload. */
    void readProgramObjects() throws IOException, ClassNotFoundException {
        programs.readFields(this);
    }

    /** This process's own descriptor of the class. */
    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
        return ObjectStreamClass.lookupAny(ClassName.read(this));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass descriptor) {
        return descriptor.forClass();
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
        Class<?>[] faces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            faces[i] = ProgramClasses.find(readLong(), names[i]);
        }
        ClassLoader loader = loaderOf(faces);
        return Proxy.newProxyInstance(loader, faces, (_, _, _) -> null).getClass();
    }

    /** A loader that sees all of them; one of theirs does, else they could not have had one proxy. */
    private static ClassLoader loaderOf(Class<?>[] faces) {
        for (Class<?> face : faces) {
            ClassLoader loader = face.getClassLoader();
            if (loader != null && seesAll(loader, faces)) {
                return loader;
            }
        }
        return ProgramClasses.CLASS_PATH;
    }

    private static boolean seesAll(ClassLoader loader, Class<?>[] faces) {
        try {
            for (Class<?> face : faces) {
                if (Class.forName(face.getName(), false, loader) != face) {
                    return false;
                }
            }
            return true;
        } catch (ClassNotFoundException notSeen) {
            return false;
        }
    }
}

package offspring.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Stands in this process for a class loader that lives in another, and asks there for every class.
 *
 * <p>It mirrors that loader: a class that the other takes from the class path is taken from the class
 * path here, a class of a third loader from that one's stand-in. The JDK's classes and the library's
 * own are never asked for.
 */
final class ProgramLoader extends ClassLoader implements Origin {

    static {
        registerAsParallelCapable();
    }

    private final long id;
    private final ConcurrentMap<String, Class<?>> found = new ConcurrentHashMap<>();
    private byte[] variables = {};
    private long version;

    ProgramLoader(long id) {
        super(ProgramClasses.HOME);
        this.id = id;
    }

    @Override
    public long id() {
        return id;
    }

    /** Which values the jshell variables of this loader have; 0 if there are none. */
    synchronized long version() {
        return version;
    }

    synchronized byte[] variables(String wanted) {
        return Long.toHexString(version).equals(wanted) ? variables : null;
    }

    /** Gives the jshell variables of this loader other values, which are fetched if not given. */
    synchronized void takeOver(long newVersion, byte[] given) throws Exception {
        if (newVersion != version) {
            byte[] values = given.length > 0 ? given : fetchVariables(newVersion);
            SnippetVariables.set(values, this);
            variables = values;
            version = newVersion;
        }
    }

    private byte[] fetchVariables(long wanted) throws IOException, ClassNotFoundException {
        byte[] answer = ask(ClassServer.VARIABLES, Long.toHexString(wanted));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer))) {
            if (in.readByte() != ClassServer.BYTES) {
                throw new IOException("the values of jshell variables: " + in.readUTF());
            }
            in.readUTF();
            return in.readAllBytes();
        }
    }

    /** The class of a name, which may be an array's; not initialized. */
    Class<?> find(String name) throws ClassNotFoundException {
        Class<?> known = found.get(name);
        if (known == null) {
            known = Class.forName(name, false, this);
            found.put(name, known);
        }
        return known;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : libraryOrFetched(name);
        }
    }

    private Class<?> libraryOrFetched(String name) throws ClassNotFoundException {
        if (ProgramClasses.isLibrary(name)) {
            try {
                return getParent().loadClass(name);
            } catch (ClassNotFoundException notOurs) {
                return fetch(name);
            }
        }
        return fetch(name);
    }

    private Class<?> fetch(String name) throws ClassNotFoundException {
        byte[] answer = ask(ClassServer.CLASS, name);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer))) {
            return switch (in.readByte()) {
                case ClassServer.BYTES -> define(name, in.readUTF(), in.readAllBytes());
                case ClassServer.ELSEWHERE -> ProgramClasses.find(in.readLong(), name);
                default -> throw new ClassNotFoundException(name + " (" + in.readUTF() + ")");
            };
        } catch (IOException damaged) {
            throw new ClassNotFoundException(name, damaged);
        }
    }

    private Class<?> define(String name, String codeSource, byte[] bytes) {
        return defineClass(name, bytes, 0, bytes.length, domain(codeSource));
    }

    /** Programs look for their files beside their classes. */
    private ProtectionDomain domain(String codeSource) {
        if (codeSource.isEmpty()) {
            return null;
        }
        try {
            CodeSource source = new CodeSource(URI.create(codeSource).toURL(), (Certificate[]) null);
            return new ProtectionDomain(source, null, this, null);
        } catch (IOException | IllegalArgumentException unknownHere) {
            return null;
        }
    }

    private byte[] ask(int kind, String name) throws ClassNotFoundException {
        try {
            return ProgramClasses.source().ask(ClassServer.request(id, kind, name));
        } catch (IOException gone) {
            throw new ClassNotFoundException(name + " (the parent process cannot be asked)", gone);
        }
    }

    /** A resource of the other loader; there is no URL by which it could be had here. */
    @Override
    public InputStream getResourceAsStream(String name) {
        InputStream onClassPath = getParent().getResourceAsStream(name);
        return onClassPath != null ? onClassPath : fetchResource(name);
    }

    private InputStream fetchResource(String name) {
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(ask(ClassServer.RESOURCE, name)))) {
            if (in.readByte() != ClassServer.BYTES) {
                return null;
            }
            in.readUTF();
            return new ByteArrayInputStream(in.readAllBytes());
        } catch (IOException | ClassNotFoundException notToBeHad) {
            return null;
        }
    }
}

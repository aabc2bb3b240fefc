package offspring.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;

/**
 * The conversation about classes: what a {@link ProgramLoader} asks, and what the process that has
 * the real loader answers.
 *
 * <pre>
 * request:  loader (long), CLASS, RESOURCE or VARIABLES (byte), name or version (UTF)
 * answer:   BYTES (byte), code source (UTF, may be empty), bytes to the end
 *           ELSEWHERE (byte), loader (long; 0 is the class path)
 *           MISSING (byte), why (UTF)
 * </pre>
 */
final class ClassServer {

    static final int CLASS = 1;
    static final int RESOURCE = 2;
    static final int VARIABLES = 3;

    static final int BYTES = 1;
    static final int ELSEWHERE = 2;
    static final int MISSING = 3;

    private ClassServer() {}

    static byte[] request(long origin, int kind, String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(origin);
            out.writeByte(kind);
            out.writeUTF(name);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    static byte[] answer(byte[] request, ClassSource further) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(request))) {
            long origin = in.readLong();
            OwnLoaders.OwnLoader own = OwnLoaders.byId(origin);
            if (own != null) {
                int kind = in.readByte();
                return answer(own, kind, in.readUTF());
            }
            if (in.readByte() == VARIABLES) {
                byte[] values = ProgramClasses.variables(origin, in.readUTF());
                if (values != null) {
                    return found("", new ByteArrayInputStream(values));
                }
            }
            return further == null ? missing("process " + Origin.owner(origin) + " had it") : further.ask(request);
        } catch (IOException | RuntimeException | LinkageError failure) {
            return missing(failure.toString());
        }
    }

    private static byte[] answer(OwnLoaders.OwnLoader own, int kind, String name) throws IOException {
        ClassLoader loader = own.loader();
        if (loader == null) {
            return missing("its class loader is gone");
        }
        return kind == CLASS ? answerClass(own, loader, name) : answerResource(loader, name);
    }

    private static byte[] answerClass(OwnLoaders.OwnLoader own, ClassLoader loader, String name)
            throws IOException {
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException notFound) {
            return missing(notFound.toString());
        }
        Origin origin = ProgramClasses.originOf(type);
        if (origin != own) {
            return elsewhere(origin == null ? Origin.CLASS_PATH : origin.id());
        }
        try (InputStream bytes = bytesOf(type)) {
            if (bytes == null) {
                return missing("its class loader " + loader.getClass().getName() + " does not give its bytes");
            }
            byte[] file = bytes.readAllBytes();
            if (Snippets.isSnippet(name)) {
                own.served(name, file);
            }
            return found(codeSource(type), new ByteArrayInputStream(file));
        }
    }

    /** The class file as its own loader has it, or null if that does not tell. */
    static InputStream bytesOf(Class<?> type) {
        return type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class");
    }

    private static byte[] answerResource(ClassLoader loader, String name) throws IOException {
        try (InputStream bytes = loader.getResourceAsStream(name)) {
            return bytes == null ? missing("no such resource") : found("", bytes);
        }
    }

    private static String codeSource(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? "" : location.toString();
    }

    private static byte[] found(String codeSource, InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(BYTES);
        out.writeUTF(codeSource);
        content.transferTo(out);
        return bytes.toByteArray();
    }

    private static byte[] elsewhere(long origin) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(ELSEWHERE);
        out.writeLong(origin);
        return bytes.toByteArray();
    }

    private static byte[] missing(String why) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(MISSING);
            out.writeUTF(why.substring(0, Math.min(why.length(), 10_000)));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}

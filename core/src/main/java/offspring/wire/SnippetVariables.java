package offspring.wire;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import offspring.NotShippableException;

/**
 * The values of the jshell variables that a payload's code uses, as it uses captured values.
 *
 * <pre>
 * VARIABLES, loader (long), version (long), length (int; 0: ask), the values, then the payload itself
 * the values: for each its class and name (strings), length (int), its own payload
 * </pre>
 *
 * <p>The version is a hash of the values; a process that has them already leaves its own as they are. A
 * child that sends jshell code on gives the version only, and its own children ask it for the values.
 */
final class SnippetVariables {

    /** Variables that the user has been told about. */
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

    private SnippetVariables() {}

    /**
     * Puts the variables that a payload needs before it.
     *
     * @return the bytes, or null if code has changed since a child loaded it, so that the payload must
     *     be encoded anew, with the loader's new number
     */
    static byte[] prepend(Snippets snippets, byte[] payload) throws IOException {
        return switch (snippets.origin()) {
            case ProgramLoader program when program.version() != 0 ->
                    prepend(program.id(), program.version(), null, payload);
            case OwnLoaders.OwnLoader own -> prepend(own, snippets, payload);
            default -> payload;
        };
    }

    private static byte[] prepend(OwnLoaders.OwnLoader own, Snippets snippets, byte[] payload) throws IOException {
        SnippetScan scan = new SnippetScan(own.loader());
        byte[] values = values(scan, snippets, own.loader());
        if (own.renumberIfStale(scan.bytes())) {
            return null;
        }
        return values.length == 0 ? payload : prepend(own.id(), version(values), values, payload);
    }

    private static byte[] prepend(long loader, long version, byte[] values, byte[] payload) {
        int length = values == null ? 0 : values.length;
        ByteWriter out = new ByteWriter(32 + length + payload.length);
        out.write(Tag.VARIABLES);
        out.putLong(loader);
        out.putLong(version);
        out.putInt(length);
        if (values != null) {
            out.write(values, 0, length);
        }
        out.write(payload, 0, payload.length);
        return out.toByteArray();
    }

    /** Never zero, which means that a loader has no values yet. */
    private static long version(byte[] values) {
        long hash = values.length + 1;
        for (byte b : values) {
            hash = hash * 0x5851f42d4c957f2dL + b;
        }
        return hash == 0 ? 1 : hash;
    }

    /** Values may be objects of jshell classes, whose code may use more variables. */
    private static byte[] values(SnippetScan scan, Snippets snippets, ClassLoader loader) throws IOException {
        ByteWriter out = new ByteWriter(256);
        Set<CodeReference> written = new HashSet<>();
        scan.follow(snippets.roots());
        Set<CodeReference> open = new LinkedHashSet<>(scan.variables());
        while (!open.isEmpty()) {
            for (CodeReference variable : open) {
                write(variable, scan, loader, out);
            }
            written.addAll(open);
            open = new LinkedHashSet<>(scan.variables());
            open.removeAll(written);
        }
        return out.toByteArray();
    }

    private static void write(CodeReference variable, SnippetScan scan, ClassLoader loader, ByteWriter out)
            throws IOException {
        Snippets more = new Snippets();
        byte[] value = encode(variable, value(variable, loader), more);
        scan.follow(more.roots());
        LeafWriter.writeString(variable.owner(), out);
        LeafWriter.writeString(variable.name(), out);
        out.putInt(value.length);
        out.write(value, 0, value.length);
    }

    private static Object value(CodeReference variable, ClassLoader loader) throws IOException {
        try {
            return field(variable.owner(), variable.name(), loader).get(null);
        } catch (ReflectiveOperationException failure) {
            throw new IOException("the jshell variable " + variable.name(), failure);
        }
    }

    private static Field field(String owner, String name, ClassLoader loader) throws ReflectiveOperationException {
        Field field = Class.forName(owner, true, loader).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static byte[] encode(CodeReference variable, Object value, Snippets more) {
        try {
            return Encoding.encodeVariable(value, more);
        } catch (NotShippableException refused) {
            if (NAMED.add(variable.owner() + "." + variable.name())) {
                System.err.println("offspring: the jshell variable " + variable.name()
                        + " is null in other processes: " + refused.getMessage());
            }
            return Payload.encode(null);
        }
    }

    /** Reads up to the payload itself, and takes over the values if they are for a loader here. */
    static void read(ByteReader in) throws Exception {
        long loader = in.getLong();
        long version = in.getLong();
        int length = in.getInt();
        int start = in.take(length);
        if (OwnLoaders.byId(loader) == null) {
            byte[] inline = Arrays.copyOfRange(in.array(), start, start + length);
            ProgramClasses.standIn(loader, "of jshell").takeOver(version, inline);
        }
    }

    /** Sets the variables of jshell classes in this process. */
    static void set(byte[] values, ClassLoader loader) throws Exception {
        ByteReader in = new ByteReader(values, 0, values.length);
        while (in.remaining() > 0) {
            String owner = LeafReader.readString(in);
            Field field = field(owner, LeafReader.readString(in), loader);
            int length = in.getInt();
            Object value = Payload.decode(in.array(), in.take(length), length);
            if (value != null || !field.getType().isPrimitive()) {
                field.set(null, value);
            }
        }
    }
}

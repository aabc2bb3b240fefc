package offspring.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import offspring.NotShippableException;
import offspring.codec.Codec;
import offspring.codec.CodecContext;
import offspring.codec.CodecProvider;

/** The codecs of this process: none but the JDK's, unless the program brings some. */
final class Codecs {

    /** Chooses among several codecs. */
    private static final String CHOICE = "offspring.codec";

    private static final String JDK = "jdk";

    private static final Map<String, CodecProvider> PROVIDERS = providers();
    private static final Map<String, Codec> OPEN = new HashMap<>();
    private static final Codec CHOSEN;
    private static final String PROBLEM;

    static {
        String choice = System.getProperty(CHOICE);
        String id = choice != null ? choice : PROVIDERS.keySet().stream().findAny().orElse(JDK);
        PROBLEM = problem(choice);
        CHOSEN = id.equals(JDK) || PROBLEM != null ? null : open(id);
    }

    private Codecs() {}

    /** The codec to write with, or null for the JDK's serialization. */
    static Codec forWriting() {
        if (PROBLEM != null) {
            throw new IllegalStateException(PROBLEM);
        }
        return CHOSEN;
    }

    /** How what it has written begins. */
    static byte[] head(Codec codec) {
        ByteWriter head = new ByteWriter(64);
        head.write(Tag.CODEC);
        LeafWriter.writeString(codec.id(), head);
        return head.toByteArray();
    }

    /** The codec of a name. */
    static Codec named(String id) throws InvalidClassException {
        Codec codec = open(id);
        if (codec == null) {
            throw new InvalidClassException("codec " + id, "it is not on the path of this process");
        }
        return codec;
    }

    private static Map<String, CodecProvider> providers() {
        Map<String, CodecProvider> providers = new HashMap<>();
        for (CodecProvider provider : ServiceLoader.load(CodecProvider.class, ProgramClasses.CLASS_PATH)) {
            providers.put(provider.id(), provider);
        }
        return providers;
    }

    private static String problem(String choice) {
        String remedy = "; set -D" + CHOICE + " to one of " + PROVIDERS.keySet() + " or to " + JDK;
        if (choice == null) {
            return PROVIDERS.size() > 1 ? "cannot choose a codec: there are several" + remedy : null;
        }
        boolean known = choice.equals(JDK) || PROVIDERS.containsKey(choice);
        return known ? null : "cannot use the codec " + choice + ": there is none of this name" + remedy;
    }

    private static synchronized Codec open(String id) {
        CodecProvider provider = PROVIDERS.get(id);
        return provider == null ? null : OPEN.computeIfAbsent(id, _ -> provider.open(new Context()));
    }

    /** Names are {@code loader/class}, or the class alone if the class path has it. */
    private static final class Context implements CodecContext {

        @Override
        public String nameOf(Class<?> type) {
            ClassName name = ClassName.of(type);
            if (name.obstacle() != null) {
                String text = "cannot ship the class " + type.getName() + ": it " + name.obstacle();
                throw new NotShippableException(text, type.getName(), "", type.getName(), null);
            }
            return name.origin() == null ? name.name() : Long.toHexString(name.origin().id()) + "/" + name.name();
        }

        @Override
        public Class<?> classNamed(String name) throws ClassNotFoundException {
            int slash = name.indexOf('/');
            long origin = slash < 0 ? Origin.CLASS_PATH : Long.parseUnsignedLong(name.substring(0, slash), 16);
            Class<?> type = ProgramClasses.find(origin, name.substring(slash + 1));
            try {
                Admission.current().check(type, -1);
            } catch (InvalidClassException rejected) {
                throw new ClassNotFoundException(type.getName(), rejected);
            }
            return type;
        }

        @Override
        public ObjectInputFilter filter() {
            return Codec.filter();
        }
    }
}

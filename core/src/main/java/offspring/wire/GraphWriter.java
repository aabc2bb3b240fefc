package offspring.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.nio.channels.Channel;
import java.util.Map;

/** The JDK's object stream without its header, and with {@link ClassName}s for class descriptors. */
final class GraphWriter extends ObjectOutputStream {

    private final Map<Object, Object> substitutes;
    private final ProgramObjectsOut programs = new ProgramObjectsOut();
    private final Snippets snippets;
    private Object last;
    private boolean isTrial;

    /**
     * A stream for one payload.
     *
     * @param substitutes what to write in place of some objects, by identity; may be empty
     * @param snippets gets the jshell code that is met
     */
    GraphWriter(OutputStream out, Map<Object, Object> substitutes, Snippets snippets) throws IOException {
        super(out);
        this.snippets = snippets;
        this.substitutes = substitutes;
        enableReplaceObject(true);
    }

    /** From now on it only finds out whether a field of a program's object can travel. */
    void tryFields() {
        isTrial = true;
    }

    boolean isTrial() {
        return isTrial;
    }

    @Override
    protected void writeStreamHeader() {
        // both ends are this library
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass descriptor) throws IOException {
        Class<?> type = descriptor.forClass();
        ClassName name = ClassName.of(type);
        boolean instance = type.isInstance(last);
        String obstacle = instance ? name.instanceObstacle() : name.obstacle();
        if (obstacle != null) {
            throw new InvalidClassException(type.getName(), obstacle);
        }
        name.write(this);
        if (instance) {
            snippets.addClass(type);
        } else {
            snippets.addLoader(type);
        }
    }

    /** The stream has written the interfaces' names; their loaders' numbers follow. */
    @Override
    protected void annotateProxyClass(Class<?> proxy) throws IOException {
        for (Class<?> face : proxy.getInterfaces()) {
            Origin origin = ProgramClasses.originOf(face);
            writeLong(origin == null || Abroad.isUnderWay() ? Origin.CLASS_PATH : origin.id());
        }
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
        last = object;
        if (object instanceof SerializedLambda lambda) {
            snippets.addLambda(lambda);
        }
        if (!substitutes.isEmpty() && substitutes.containsKey(object)) {
            return substitutes.get(object);
        }
        return object instanceof Serializable ? object : replaceForeign(object);
    }

    private Object replaceForeign(Object object) throws IOException {
        if (Abroad.isUnderWay()) {
            return StandIn.of(object);
        }
        if (object instanceof Channel channel) {
            return ChannelTravel.standInFor(channel);
        }
        return ProgramObject.isProgram(object.getClass()) ? programs.markOf(object) : StandIn.of(object);
    }

    /** Ends the payload. */
    void writeProgramObjects() throws IOException {
        programs.writeFields(this, substitutes);
    }
}

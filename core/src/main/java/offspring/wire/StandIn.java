package offspring.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * Travels within an object graph for a value of the JDK that is not {@code Serializable} though
 * nothing in it belongs to one process: paths, optionals, map entries.
 */
final class StandIn implements Serializable {

    private static final long serialVersionUID = 1;

    /** The value's {@link Tag}. */
    private final byte tag;

    /** The value itself if it has no references to others, else what it contains. */
    @SuppressWarnings("serial") // written by GraphWriter only, which finds out
    private final Object[] content;

    private StandIn(int tag, Object... content) {
        this.tag = (byte) tag;
        this.content = content;
    }

    /** A stand-in for a value, or the value itself if there is none. */
    static Object of(Object value) {
        int tag = Tag.of(value.getClass());
        return switch (tag) {
            case Tag.MAP_ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                yield new StandIn(tag, entry.getKey(), entry.getValue());
            }
            case Tag.OPTIONAL -> new StandIn(tag, ((Optional<?>) value).orElse(null));
            case Tag.PATH, Tag.OPTIONAL_INT, Tag.OPTIONAL_LONG, Tag.OPTIONAL_DOUBLE -> leaf(tag, value);
            default -> value;
        };
    }

    private static Object leaf(int tag, Object value) {
        ByteWriter out = new ByteWriter(32);
        return LeafWriter.write(value, out) ? new StandIn(tag, (Object) out.toByteArray()) : value;
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            return switch (tag) {
                case Tag.MAP_ENTRY -> Map.entry(content[0], content[1]);
                case Tag.OPTIONAL -> Optional.ofNullable(content[0]);
                default -> {
                    byte[] bytes = (byte[]) content[0];
                    yield LeafReader.read(new ByteReader(bytes, 0, bytes.length), Admission.current());
                }
            };
        } catch (IOException damaged) {
            throw new InvalidObjectException("a value of the JDK", damaged);
        }
    }
}

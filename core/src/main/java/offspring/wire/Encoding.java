package offspring.wire;

import java.io.IOException;
import java.util.Map;
import offspring.NotShippableException;
import offspring.codec.Codec;

/** The ways to encode, tried from the cheapest on, and what becomes of their failures. */
final class Encoding {

    private static final int USUAL_BYTES = 64;

    private Encoding() {}

    static byte[] encode(Object value) {
        try {
            ByteWriter out = new ByteWriter(capacityFor(value));
            if (LeafWriter.write(value, out)) {
                return out.toByteArray();
            }
            out.rewind(0);
            if (!Abroad.isUnderWay() && SmallWriter.write(value, out)) {
                return out.toByteArray();
            }
        } catch (TooBigException tooBig) {
            throw Unshippable.tooBig(value, tooBig);
        } catch (StackOverflowError deeper) {
            return encodeSubstituting(value, Map.of());
        } catch (RuntimeException changing) {
            throw Unshippable.because(value, changing);
        }
        return encodeSubstituting(value, Map.of());
    }

    private static int capacityFor(Object value) {
        if (value == null) {
            return 1;
        }
        int tag = Tag.of(value.getClass());
        if (tag < Tag.FIRST_ARRAY) {
            return USUAL_BYTES;
        }
        long bytes = PrimitiveArrays.bytesFor(tag, value);
        return bytes > ByteWriter.LIMIT ? USUAL_BYTES : (int) bytes;
    }

    /** Encodes a graph with some of its objects replaced. */
    static byte[] encodeSubstituting(Object value, Map<Object, Object> substitutes) {
        try {
            return encodeGraph(value, substitutes);
        } catch (StackOverflowError tooDeep) {
            return encodeDeep(value, substitutes);
        } catch (TooBigException tooBig) {
            throw Unshippable.tooBig(value, tooBig);
        } catch (IOException | RuntimeException failure) {
            throw Unshippable.because(value, failure);
        }
    }

    /** Encodes with the JDK's streams, or, if nothing is to be substituted, with the program's codec. */
    private static byte[] encodeGraph(Object value, Map<Object, Object> substitutes) throws IOException {
        ByteWriter out = new ByteWriter(USUAL_BYTES);
        Codec codec = Codecs.forWriting();
        if (codec != null && !(value instanceof Throwable)) {
            out.write(Tag.CODEC);
            LeafWriter.writeString(codec.id(), out);
            codec.write(value, out);
            return out.toByteArray();
        }
        byte[] payload;
        do {
            Snippets snippets = new Snippets();
            out.rewind(0);
            Graphs.write(value, out, substitutes, snippets);
            payload = snippets.isEmpty() || Abroad.isUnderWay()
                    ? out.toByteArray()
                    : SnippetVariables.prepend(snippets, out.toByteArray());
        } while (payload == null);
        return payload;
    }

    /** Encodes a jshell variable without the variables that it uses itself. */
    static byte[] encodeVariable(Object value, Snippets snippets) {
        ByteWriter out = new ByteWriter(USUAL_BYTES);
        try {
            if (!LeafWriter.write(value, out)) {
                out.rewind(0);
                Graphs.write(value, out, Map.of(), snippets);
            }
            return out.toByteArray();
        } catch (TooBigException tooBig) {
            throw Unshippable.tooBig(value, tooBig);
        } catch (StackOverflowError tooDeep) {
            throw Unshippable.tooDeep(value);
        } catch (IOException | RuntimeException failure) {
            throw Unshippable.because(value, failure);
        }
    }

    private static byte[] encodeDeep(Object value, Map<Object, Object> substitutes) {
        try {
            return DeepStack.call(() -> encodeGraph(value, substitutes));
        } catch (StackOverflowError tooDeep) {
            throw Unshippable.tooDeep(value);
        } catch (TooBigException tooBig) {
            throw Unshippable.tooBig(value, tooBig);
        } catch (NotShippableException | VirtualMachineError asItIs) {
            throw asItIs;
        } catch (Throwable failure) {
            throw Unshippable.because(value, failure);
        }
    }
}

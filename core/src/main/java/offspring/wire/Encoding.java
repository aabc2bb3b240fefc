package offspring.wire;

import java.io.IOException;
import java.util.Map;
import offspring.NotShippableException;
import offspring.codec.Codec;

/** The ways to encode, tried from the cheapest on, and what becomes of their failures. */
final class Encoding {

    private static final int USUAL_BYTES = 64;

    /** The system property by which tests have smaller messages, in bytes. */
    private static final String FOR_TESTS = "offspring.wire.largestPayload";

    /**
     * What is larger is not in the message itself, if it may have cargo. A message to a worker has several payloads.
     */
    static final int LARGEST = Integer.getInteger(FOR_TESTS, 1 << 29);

    private Encoding() {}

    static byte[] encode(Object value) {
        try {
            int largest = largest();
            ByteWriter out = new ByteWriter(capacityFor(value, largest), largest);
            if (LeafWriter.write(value, out)) {
                return out.toByteArray();
            }
            out.rewind(0);
            if (!Abroad.isUnderWay() && SmallWriter.write(value, out)) {
                return out.toByteArray();
            }
        } catch (TooBigException tooBig) {
            return encodeLarge(value, tooBig);
        } catch (StackOverflowError deeper) {
            return encodeSubstituting(value, Map.of());
        } catch (RuntimeException changing) {
            throw Unshippable.because(value, changing);
        }
        return encodeSubstituting(value, Map.of());
    }

    /** How much the array may hold of what the thread encodes now. */
    static int largest() {
        return LargeTravel.isPossible() ? LARGEST : ByteWriter.LIMIT;
    }

    private static int capacityFor(Object value, int largest) {
        if (value == null) {
            return 1;
        }
        int tag = Tag.of(value.getClass());
        if (tag < Tag.FIRST_ARRAY) {
            return USUAL_BYTES;
        }
        long bytes = PrimitiveArrays.bytesFor(tag, value);
        if (bytes > largest) {
            throw new TooBigException(bytes);
        }
        return (int) bytes;
    }

    private static byte[] encodeLarge(Object value, TooBigException tooBig) {
        if (!LargeTravel.isPossible()) {
            throw Unshippable.tooBig(value, tooBig);
        }
        return LargeArrays.isOne(value, largest()) ? LargeArrays.encode(value) : encodeSubstituting(value, Map.of());
    }

    /** Encodes a graph with some of its objects replaced. */
    static byte[] encodeSubstituting(Object value, Map<Object, Object> substitutes) {
        try {
            return encodeGraph(value, substitutes);
        } catch (StackOverflowError tooDeep) {
            return encodeDeep(value, substitutes);
        } catch (TooBigException tooBig) {
            throw Unshippable.tooBig(value, tooBig);
        } catch (NoMemoryException asItIs) {
            throw asItIs;
        } catch (IOException | RuntimeException failure) {
            throw Unshippable.because(value, failure);
        }
    }

    /** Encodes with the JDK's streams, or, if nothing is to be substituted, with the program's codec. */
    private static byte[] encodeGraph(Object value, Map<Object, Object> substitutes) throws IOException {
        Codec codec = Codecs.forWriting();
        if (codec != null && !(value instanceof Throwable)) {
            return encodeBy(codec, value, substitutes, null);
        }
        byte[] payload;
        do {
            Snippets snippets = new Snippets();
            payload = encodeBy(null, value, substitutes, snippets);
            if (!snippets.isEmpty() && !Abroad.isUnderWay()) {
                payload = SnippetVariables.prepend(snippets, payload);
            }
        } while (payload == null);
        return payload;
    }

    /** The JDK's streams, if there is no codec. No lambdas: a child's first result may come through here. */
    private static byte[] encodeBy(Codec codec, Object value, Map<Object, Object> substitutes, Snippets snippets)
            throws IOException {
        PayloadStream out = new PayloadStream(codec == null ? new byte[] {Tag.STREAM} : Codecs.head(codec));
        try {
            if (codec == null) {
                Graphs.write(value, out, substitutes, snippets);
            } else {
                codec.write(value, out);
            }
            return out.end();
        } catch (IOException | RuntimeException failure) {
            if (out.full() != null) {
                throw Unshippable.noMemory(value, out.full());
            }
            throw failure;
        } finally {
            out.abandon();
        }
    }

    /** Encodes a jshell variable without the variables that it uses itself. */
    static byte[] encodeVariable(Object value, Snippets snippets) {
        ByteWriter out = new ByteWriter(USUAL_BYTES);
        try {
            if (!LeafWriter.write(value, out)) {
                out.rewind(0);
                out.write(Tag.STREAM);
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
        } catch (NotShippableException | NoMemoryException | VirtualMachineError asItIs) {
            throw asItIs;
        } catch (Throwable failure) {
            throw Unshippable.because(value, failure);
        }
    }
}

package offspring.wire;

/** Decoding of what may run the program's code: static initializers, constructors, readObject. */
final class GraphDecoding {

    private GraphDecoding() {}

    static Object decode(byte[] bytes, int offset, int length) throws UndecodableException {
        Decoding.enter();
        Opened opened = Opened.begin();
        try {
            return read(bytes, offset, length);
        } catch (StackOverflowError tooDeep) {
            return decodeDeep(bytes, offset, length, opened);
        } catch (Throwable failure) {
            opened.close();
            throw Undecodable.because(failure);
        } finally {
            opened.end();
            Decoding.leave();
        }
    }

    private static Object decodeDeep(byte[] bytes, int offset, int length, Opened opened) throws UndecodableException {
        try {
            return DeepStack.call(() -> {
                opened.resume();
                return read(bytes, offset, length);
            });
        } catch (Throwable failure) {
            opened.close();
            throw Undecodable.because(failure);
        }
    }

    private static Object read(byte[] bytes, int offset, int length) throws Exception {
        return read(new ByteReader(bytes, offset, length), Admission.current());
    }

    private static Object read(ByteReader in, Admission admission) throws Exception {
        int tag = in.getByte();
        if (Abroad.isUnderWay() && (tag == Tag.LAMBDA || tag == Tag.RECORD || tag == Tag.VARIABLES)) {
            throw LeafReader.unknown(tag); // their shapes are learned for good, so only our own may teach them
        }
        return switch (tag) {
            case Tag.LAMBDA -> SmallReader.readLambda(in, admission);
            case Tag.RECORD -> SmallReader.readRecord(in, admission);
            case Tag.STREAM -> Graphs.read(in, admission);
            case Tag.CODEC -> Codecs.named(LeafReader.readString(in)).read(in);
            case Tag.LARGE -> LargePayload.read(in, admission);
            case Tag.VARIABLES -> {
                SnippetVariables.read(in);
                yield read(in, admission);
            }
            default -> throw LeafReader.unknown(tag);
        };
    }
}

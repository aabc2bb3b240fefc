package offspring.wire;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Reads what {@link LambdaWriter} wrote; remembers the shapes, since programs have few of them. */
final class LambdaReader {

    private static final int MOST_SHAPES = 1_000;

    private static final ConcurrentMap<Key, LambdaForm> FORMS = new ConcurrentHashMap<>();

    private LambdaReader() {}

    static Object read(ByteReader in, Admission admission) throws Exception {
        int length = in.getShort() & 0xffff;
        int start = in.take(length);
        LambdaForm form = form(in.array(), start, length);
        admission.check(SerializedLambda.class, -1);
        admission.check(form.capturingClass(), -1);
        int count = in.getByte() & 0xff;
        Object[] captured = new Object[count];
        for (int i = 0; i < count; i++) {
            int tag = in.getByte();
            captured[i] = tag == Tag.LAMBDA ? read(in, admission) : LeafReader.read(tag, in, admission);
        }
        return form.make(captured);
    }

    private static LambdaForm form(byte[] bytes, int start, int length) throws IOException, ClassNotFoundException {
        LambdaForm known = FORMS.get(new Key(bytes, start, length));
        return known != null ? known : learn(Arrays.copyOfRange(bytes, start, start + length));
    }

    private static LambdaForm learn(byte[] shape) throws IOException, ClassNotFoundException {
        LambdaForm form = LambdaForm.read(new ByteReader(shape, 0, shape.length));
        if (FORMS.size() >= MOST_SHAPES) {
            FORMS.clear();
        }
        FORMS.put(new Key(shape, 0, shape.length), form);
        return form;
    }

    /** A stretch of bytes, by content. */
    private static final class Key {

        private final byte[] bytes;
        private final int start;
        private final int length;
        private final int hash;

        Key(byte[] bytes, int start, int length) {
            this.bytes = bytes;
            this.start = start;
            this.length = length;
            this.hash = hash(bytes, start, length);
        }

        /** Not every byte: shapes differ in their last strings or in their first. */
        private static int hash(byte[] bytes, int start, int length) {
            int hash = length;
            for (int i = 0; i < length; i += 3) {
                hash = 31 * hash + bytes[start + i];
            }
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && Arrays.equals(bytes, start, start + length, key.bytes, key.start, key.start + key.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}

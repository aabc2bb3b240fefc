package offspring.wire;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers what stretches of bytes mean that occur again and again: programs have few lambdas and record
 * classes, and send each of them often.
 *
 * @param <F> what a stretch means
 */
abstract class Shapes<F> {

    private static final int MOST = 1_000;

    private final ConcurrentMap<Key, F> known = new ConcurrentHashMap<>();

    /** Finds out what a stretch means, the first time. */
    abstract F learn(ByteReader shape) throws Exception;

    /** Reads a shape: its length (short), and that many bytes. */
    F read(ByteReader in) throws Exception {
        int length = in.getShort() & 0xffff;
        int start = in.take(length);
        F form = known.get(new Key(in.array(), start, length));
        return form != null ? form : learn(Arrays.copyOfRange(in.array(), start, start + length));
    }

    private F learn(byte[] shape) throws Exception {
        F form = learn(new ByteReader(shape, 0, shape.length));
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(new Key(shape, 0, shape.length), form);
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

        /** Not of every byte: shapes that differ do so in more than one place. */
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

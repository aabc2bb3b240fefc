package offspring.wire;

import java.lang.invoke.SerializedLambda;

/**
 * Writes lambdas and method references whose captured values are leaves, which is most of them, for a
 * tenth of what the JDK's streams cost.
 *
 * <pre>LAMBDA, length of the shape (short), the {@link LambdaShape}, number of captured values, each of these</pre>
 */
final class LambdaWriter {

    /** Lambdas within lambdas; deeper ones are graphs, where the same one is written only once. */
    private static final int DEPTH = 4;

    private final ByteWriter out;
    private boolean mutableSeen;

    private LambdaWriter(ByteWriter out) {
        this.out = out;
    }

    /** Writes a lambda, or returns false, with rubbish written, if it is none or must be a graph. */
    static boolean write(Object value, ByteWriter out) {
        return Lambdas.isLambda(value.getClass()) && new LambdaWriter(out).write(value, DEPTH);
    }

    private boolean write(Object lambda, int depth) {
        SerializedLambda form = Lambdas.serialized(lambda);
        byte[] shape = form == null ? null : LambdaShape.encoded(lambda.getClass(), form);
        if (shape == null) {
            return false;
        }
        out.write(Tag.LAMBDA);
        out.putShort(shape.length);
        out.write(shape, 0, shape.length);
        int count = form.getCapturedArgCount();
        out.write(count);
        for (int i = 0; i < count; i++) {
            if (!writeCaptured(form.getCapturedArg(i), depth - 1)) {
                return false;
            }
        }
        return true;
    }

    /** One mutable value is the lambda's alone; of two, nobody knows whether they are one. */
    private boolean writeCaptured(Object value, int depth) {
        if (LeafWriter.writeImmutable(value, out, Integer.MAX_VALUE)) {
            return true;
        }
        if (Lambdas.isLambda(value.getClass())) {
            return depth > 0 && write(value, depth);
        }
        if (mutableSeen) {
            return false;
        }
        mutableSeen = true;
        return LeafWriter.write(value, out);
    }
}

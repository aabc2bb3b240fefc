package offspring.wire;

import java.lang.invoke.SerializedLambda;

/**
 * What all lambdas of one place in a program have in common, encoded once.
 *
 * <pre>capturing class ({@link ClassName}, without fingerprint), then strings: functional interface, its method and
 * signature, kind (byte), implementing class, method and signature, instantiated method type</pre>
 */
final class LambdaShape {

    private static final int MOST_BYTES = 0xffff;

    private static final ClassValue<LambdaShape> SHAPES = new ClassValue<>() {
        @Override
        protected LambdaShape computeValue(Class<?> lambda) {
            return new LambdaShape(lambda);
        }
    };

    private final Class<?> lambda;
    private volatile byte[] encoded;

    private LambdaShape(Class<?> lambda) {
        this.lambda = lambda;
    }

    /** The shape, encoded; null if such lambdas must be written as graphs. */
    static byte[] encoded(Class<?> lambda, SerializedLambda form) {
        LambdaShape shape = SHAPES.get(lambda);
        if (shape.encoded == null) {
            shape.encoded = shape.encode(form);
        }
        return shape.encoded.length == 0 ? null : shape.encoded;
    }

    private byte[] encode(SerializedLambda form) {
        Class<?> capturing = capturingClass(form);
        if (capturing == null || Snippets.isSnippet(capturing.getName()) || ClassName.of(capturing).obstacle() != null) {
            return new byte[0];
        }
        ByteWriter out = new ByteWriter(256);
        ClassName.of(capturing).writeName(out);
        LeafWriter.writeString(form.getFunctionalInterfaceClass(), out);
        LeafWriter.writeString(form.getFunctionalInterfaceMethodName(), out);
        LeafWriter.writeString(form.getFunctionalInterfaceMethodSignature(), out);
        out.write(form.getImplMethodKind());
        LeafWriter.writeString(form.getImplClass(), out);
        LeafWriter.writeString(form.getImplMethodName(), out);
        LeafWriter.writeString(form.getImplMethodSignature(), out);
        LeafWriter.writeString(form.getInstantiatedMethodType(), out);
        return out.size() <= MOST_BYTES ? out.toByteArray() : new byte[0];
    }

    /** The class that has the lambda's code; its loader is the lambda's. */
    private Class<?> capturingClass(SerializedLambda form) {
        try {
            String name = form.getCapturingClass().replace('/', '.');
            return Class.forName(name, false, lambda.getClassLoader());
        } catch (ClassNotFoundException hidden) {
            return null;
        }
    }
}

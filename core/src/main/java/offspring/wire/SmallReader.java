package offspring.wire;

import java.lang.invoke.SerializedLambda;

/** Reads what {@link SmallWriter} wrote. */
final class SmallReader {

    private static final Shapes<LambdaForm> LAMBDAS = new Shapes<>() {
        @Override
        LambdaForm learn(ByteReader shape) throws Exception {
            return LambdaForm.read(shape);
        }
    };

    private static final Shapes<RecordForm> RECORDS = new Shapes<>() {
        @Override
        RecordForm learn(ByteReader shape) throws Exception {
            return RecordForm.read(shape);
        }
    };

    private SmallReader() {}

    static Object readLambda(ByteReader in, Admission admission) throws Exception {
        LambdaForm form = LAMBDAS.read(in);
        if (!form.isOurs()) {
            admission.check(SerializedLambda.class, -1);
            admission.check(form.capturingClass(), -1);
        }
        return form.make(readParts(in.getByte() & 0xff, in, admission));
    }

    static Object readRecord(ByteReader in, Admission admission) throws Exception {
        RecordForm form = RECORDS.read(in);
        admission.check(form.type(), -1);
        return form.make(readParts(form.componentCount(), in, admission));
    }

    private static Object[] readParts(int count, ByteReader in, Admission admission) throws Exception {
        Object[] parts = new Object[count];
        for (int i = 0; i < count; i++) {
            int tag = in.getByte();
            parts[i] = switch (tag) {
                case Tag.LAMBDA -> readLambda(in, admission);
                case Tag.RECORD -> readRecord(in, admission);
                default -> LeafReader.read(tag, in, admission);
            };
        }
        return parts;
    }
}

package offspring.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Records in shared memory, each in two copies, of which a sequence says which one counts: see {@link
 * RecordElementLayout}. Writers hold the lock, write the other copy and move the sequence on. Readers take no lock.
 *
 * <p>Race: a writer is killed at any instruction. Before the store of the sequence the old copy counts, after it the
 * new one, and both are whole. The next writer begins the other copy anew.
 *
 * <p>Race: the copy is overwritten while it is read. Then the sequence has moved on before, and the reader starts
 * again. Nothing is made of what was read before that is known, so that no constructor sees halves of two records.
 *
 * <p>The lock is released without saying that all is sound: whether what the lock protects beside the record is, we
 * cannot know.
 */
abstract class SharedRecords<R extends Record> extends SharedData {

    private static final long serialVersionUID = 1;

    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final transient DataKind kind;
    private final transient Class<R> type;
    private final transient RecordForm form;
    private final transient Elements elements;

    SharedRecords(DataKind kind, Class<R> type, Elements elements) {
        super(kind, elements.cell());
        this.kind = kind;
        this.type = type;
        this.form = RecordForm.of(type);
        this.elements = elements;
    }

    static Elements create(DataKind kind, Class<?> type, int length) {
        return Elements.create(kind, length, RecordElementLayout.elementBytes(RecordForm.of(type).bytes()));
    }

    @Override
    final Object writeReplace() {
        return new StructHandle(super.writeReplace(), type, kind == DataKind.STRUCT);
    }

    final Class<R> type() {
        return type;
    }

    final int size() {
        return elements.length();
    }

    final R read(int index) {
        long element = element(index);
        byte[] bytes = new byte[form.bytes()];
        while (!copy(element, bytes)) {
            Thread.onSpinWait();
        }
        return type.cast(form.read(words(bytes), 0));
    }

    final void write(int index, R value) {
        long element = element(index);
        byte[] bytes = bytes(value);
        lock().lock();
        try {
            publish(element, bytes);
        } finally {
            lock().unlock();
        }
    }

    final R change(int index, UnaryOperator<R> update) {
        long element = element(index);
        lock().lock();
        try {
            R after = update.apply(read(index));
            publish(element, bytes(after));
            return after;
        } finally {
            lock().unlock();
        }
    }

    /** False if it was overwritten meanwhile, so that the bytes are no record. */
    private boolean copy(long element, byte[] bytes) {
        long sequence = sequence(element);
        long from = RecordElementLayout.copy(element, sequence, bytes.length);
        MemorySegment.copy(elements.data(), JAVA_BYTE, from, bytes, 0, bytes.length);
        VarHandle.acquireFence(); // pairs with the release fence in publish
        return sequence(element) == sequence;
    }

    /** By the holder of the lock. */
    private void publish(long element, byte[] bytes) {
        long next = sequence(element) + 1;
        VarHandle.releaseFence(); // who sees the first byte sees the sequence since which this copy does not count
        long to = RecordElementLayout.copy(element, next, bytes.length);
        MemorySegment.copy(bytes, 0, elements.data(), JAVA_BYTE, to, bytes.length);
        LONG.setVolatile(elements.data(), element + RecordElementLayout.SEQUENCE, next);
    }

    private long sequence(long element) {
        return (long) LONG.getVolatile(elements.data(), element + RecordElementLayout.SEQUENCE);
    }

    private long element(int index) {
        return RecordElementLayout.element(Objects.checkIndex(index, elements.length()), form.bytes());
    }

    /** Before the lock is taken, since it runs code of the record's. */
    private byte[] bytes(R value) {
        byte[] bytes = new byte[form.bytes()];
        Objects.requireNonNull(value, "a record in shared memory cannot be null");
        form.write(type.cast(value), words(bytes), 0);
        return bytes;
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * How one record lies in memory: the components under their names, aligned to their sizes as C does it. With the
     * var handles of this layout, records can be kept in memory of one's own, such as {@link
     * SharedByteArray#segment}, and be changed there component by component; the memory of this object is not to be
     * had, since it holds each record twice.
     *
     * @return the layout of a record of the class
     */
    public MemoryLayout layout() {
        return form.layout();
    }
}

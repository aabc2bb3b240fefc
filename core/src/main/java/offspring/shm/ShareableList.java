package offspring.shm;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list of fixed size in shared memory, whose items are plain values: {@link Long}, {@link Double}, {@link Boolean},
 * {@link String}, {@code byte[]} and null.
 *
 * <p>Shape: CPython's. Each item has a place whose size was fixed when the list was made: 8 bytes, or the next multiple
 * of 8 above the length of the first text (in UTF-8) or bytes. Any value that fits may be set there later.
 *
 * <p>Processes: any, also in other languages; the list travels as {@link SharedMemory} does. {@code get} and {@code set} of
 * one item are not atomic: whoever reads what another writes needs a lock or a message between the two.
 *
 * <p>Lifetime: that of its {@link SharedMemory}, see there. What {@code get} returned is a copy.
 *
 * <p>NULs at the end of text and bytes are kept between Java programs. Python drops them from what it reads, and we
 * cannot know of those in an item that Python has written: its form does not hold their number.
 *
 * @apiNote Python: {@code multiprocessing.shared_memory.ShareableList}, which opens the same lists. Differs: text with
 *     characters of several bytes gets a place that it fits into; {@code indexOf}, {@code contains} and {@code count}
 *     compare the content of {@code byte[]}.
 */
public final class ShareableList extends AbstractList<Object> implements RandomAccess, AutoCloseable, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // a handle is written instead
    private final SharedMemory memory;

    /** Null until it is first used in a process that it has travelled to. */
    private transient volatile ShareableListLayout layout;

    private ShareableList(SharedMemory memory, ShareableListLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Creates a list in shared memory whose name is chosen.
     *
     * @param values its first values, which determine the sizes of the places
     * @throws IllegalArgumentException if a value is of another type, or too long
     * @throws IOException if there is not enough memory
     */
    public static ShareableList create(Object... values) throws IOException {
        return create(null, values, placesFor(values));
    }

    /**
     * Creates a list in shared memory of the given name.
     *
     * @param name what the memory is called, as in {@link SharedMemory#create(String, long)}
     * @param values its first values, which determine the sizes of the places
     * @throws IllegalArgumentException if the name cannot be one, or a value is of another type, or too long
     * @throws FileAlreadyExistsException if there is shared memory of that name
     * @throws IOException if there is not enough memory
     */
    public static ShareableList createNamed(String name, Object... values) throws IOException {
        return create(Objects.requireNonNull(name), values, placesFor(values));
    }

    /**
     * Joins a list that somebody has created, here or in another process or language.
     *
     * @param name what its memory is called
     * @throws IllegalArgumentException if the name cannot be one
     * @throws NoSuchFileException if there is no shared memory of that name
     * @throws IOException if there is no list in it
     */
    public static ShareableList attach(String name) throws IOException {
        SharedMemory memory = SharedMemory.attach(name);
        try {
            return new ShareableList(memory, ShareableListLayout.attach(memory.segment(), name));
        } catch (IOException noList) {
            memory.close();
            throw noList;
        }
    }

    /** What its shared memory is called; known also when it is closed. */
    public String name() {
        return memory.name();
    }

    /** The shared memory that it is in. */
    public SharedMemory memory() {
        return memory;
    }

    /**
     * How many items it has, for ever.
     *
     * @throws IllegalStateException if it is closed
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    @Override
    public int size() {
        return layout().count();
    }

    /**
     * An item as it is now; bytes are a copy.
     *
     * @throws IllegalStateException if it is closed, or the item was damaged, as by a write at the same time
     * @throws IndexOutOfBoundsException if there is no such item
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    @Override
    public Object get(int index) {
        ShareableListLayout all = layout();
        Objects.checkIndex(index, all.count());
        return ItemForm.read(all.place(index), all.format(index), all.kind(index));
    }

    /**
     * Sets an item.
     *
     * @return what it was
     * @throws IllegalStateException if it is closed, or the item was damaged, as by a write at the same time
     * @throws IndexOutOfBoundsException if there is no such item
     * @throws IllegalArgumentException if the value is of another type than the list can hold, or does not fit into the place
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    @Override
    public Object set(int index, Object value) {
        Object before = get(index);
        write(layout(), index, value);
        return before;
    }

    /** How many items equal the value; the content of bytes is compared. */
    public int count(Object value) {
        return (int) stream().filter(item -> Objects.deepEquals(item, value)).count();
    }

    /** The first item that equals the value, or -1; the content of bytes is compared. */
    @Override
    public int indexOf(Object value) {
        for (int index = 0; index < size(); index++) {
            if (Objects.deepEquals(get(index), value)) {
                return index;
            }
        }
        return -1;
    }

    /** The last item that equals the value, or -1; the content of bytes is compared. */
    @Override
    public int lastIndexOf(Object value) {
        for (int index = size() - 1; index >= 0; index--) {
            if (Objects.deepEquals(get(index), value)) {
                return index;
            }
        }
        return -1;
    }

    /** Whether an item equals the value; the content of bytes is compared. */
    @Override
    public boolean contains(Object value) {
        return indexOf(value) >= 0;
    }

    /** As {@link SharedMemory#close}. */
    @Override
    public void close() {
        memory.close();
    }

    /**
     * As {@link SharedMemory#unlink}.
     *
     * @throws NoSuchFileException if the memory has no name any more
     * @throws IOException if it could not be removed
     */
    public void unlink() throws IOException {
        memory.unlink();
    }

    private static ShareableList create(String name, Object[] values, long[] places) throws IOException {
        long dataBytes = 0;
        for (long place : places) {
            dataBytes += place;
        }
        long size = ShareableListLayout.bytesFor(places.length, dataBytes);
        SharedMemory memory = name == null ? SharedMemory.create(size) : SharedMemory.create(name, size);
        ShareableListLayout layout = ShareableListLayout.create(memory.segment(), places);
        for (int index = 0; index < values.length; index++) {
            write(layout, index, values[index]);
        }
        return new ShareableList(memory, layout);
    }

    /** Composes each form once before anything is created, for what it may throw. */
    private static long[] placesFor(Object[] values) {
        long[] places = new long[values.length];
        for (int index = 0; index < values.length; index++) {
            places[index] = ItemForm.placeBytesFor(values[index]);
            ItemForm.of(values[index], places[index]);
        }
        return places;
    }

    private static void write(ShareableListLayout layout, int index, Object value) {
        ItemForm form = ItemForm.of(value, layout.place(index).byteSize());
        layout.setForm(index, form.format(), form.kind());
        form.writeTo(layout.place(index));
    }

    private ShareableListLayout layout() {
        ShareableListLayout known = layout;
        memory.segment();
        if (known == null) {
            try {
                known = ShareableListLayout.attach(memory.segment(), name());
                layout = known;
            } catch (IOException noList) {
                throw new UncheckedIOException(noList);
            }
        }
        return known;
    }

    @Serial
    private Object writeReplace() {
        return new Handle(memory);
    }

    /** What travels. */
    private record Handle(SharedMemory memory) implements Serializable {
        @Serial
        private Object readResolve() {
            return new ShareableList(memory, null);
        }
    }
}

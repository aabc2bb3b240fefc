package offspring.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes containers whose elements have no identity, so that no reference can be lost.
 *
 * <p>What comes back has the very class, but equal strings in it need not be one object any more.
 */
final class ContainerWriter {

    private ContainerWriter() {}

    /** Writes a container, or returns false with rubbish written if an element is no leaf. */
    static boolean write(int tag, Object container, ByteWriter out, int depth) {
        switch (tag) {
            case Tag.MAP_ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) container;
                out.write(tag);
                return LeafWriter.writeImmutable(entry.getKey(), out, depth)
                        && LeafWriter.writeImmutable(entry.getValue(), out, depth);
            }
            case Tag.LIST_OF -> {
                return writeListOf((List<?>) container, out, depth);
            }
            case Tag.ARRAY_LIST -> {
                return writeElements(tag, ((ArrayList<?>) container).toArray(), out, depth);
            }
            case Tag.STRINGS, Tag.OBJECTS -> {
                return writeElements(tag, (Object[]) container, out, depth);
            }
            case Tag.HASH_MAP, Tag.MAP_OF -> {
                return writeMap(tag, (Map<?, ?>) container, out, depth);
            }
            default -> {
                return writeElements(tag, ((Collection<?>) container).toArray(), out, depth);
            }
        }
    }

    /** {@code List.of} and {@code Stream.toList()} have one class, but differ in contains(null). */
    private static boolean writeListOf(List<?> list, ByteWriter out, int depth) {
        Object[] elements = list.toArray();
        boolean nullable = Arrays.asList(elements).contains(null) || List.copyOf(list) != list;
        return writeElements(nullable ? Tag.LIST_OF_NULLABLE : Tag.LIST_OF, elements, out, depth);
    }

    private static boolean writeElements(int tag, Object[] elements, ByteWriter out, int depth) {
        out.write(tag);
        out.putCount(elements.length);
        for (int i = 0; i < elements.length; i++) {
            if (!LeafWriter.writeImmutable(elements[i], out, depth)) {
                return false;
            }
        }
        return true;
    }

    private static boolean writeMap(int tag, Map<?, ?> map, ByteWriter out, int depth) {
        out.write(tag);
        int announced = map.size();
        out.putCount(announced);
        int written = 0;
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            if (!LeafWriter.writeImmutable(entry.getKey(), out, depth)
                    || !LeafWriter.writeImmutable(entry.getValue(), out, depth)) {
                return false;
            }
            written++;
        }
        if (written != announced) {
            throw new java.util.ConcurrentModificationException();
        }
        return true;
    }
}

package offspring.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what {@link ContainerWriter} wrote. */
final class ContainerReader {

    private ContainerReader() {}

    static Object read(int tag, ByteReader in, Admission admission) throws IOException {
        if (tag == Tag.MAP_ENTRY) {
            Object key = LeafReader.read(in, admission);
            return Map.entry(key, LeafReader.read(in, admission));
        }
        int count = in.getCount();
        return switch (tag) {
            case Tag.STRINGS -> readStrings(in, count);
            case Tag.HASH_MAP -> readHashMap(in, count, admission);
            case Tag.MAP_OF -> readMapOf(in, count, admission);
            default -> gather(tag, readElements(in, count, admission));
        };
    }

    private static Object gather(int tag, Object[] elements) throws MalformedPayloadException {
        return switch (tag) {
            case Tag.OBJECTS -> elements;
            case Tag.LIST_OF -> listOf(elements);
            case Tag.LIST_OF_NULLABLE -> Stream.of(elements).toList();
            case Tag.SET_OF -> Set.of(elements);
            case Tag.ARRAY_LIST -> new ArrayList<>(Arrays.asList(elements));
            case Tag.HASH_SET -> addTo(HashSet.newHashSet(elements.length), elements);
            case Tag.LINKED_HASH_SET -> addTo(LinkedHashSet.newLinkedHashSet(elements.length), elements);
            default -> throw LeafReader.unknown(tag);
        };
    }

    /** {@code List.of} picks the class by the number of arguments, of which an array is one. */
    private static List<Object> listOf(Object[] elements) {
        return List.of(elements);
    }

    private static Set<Object> addTo(Set<Object> set, Object[] elements) {
        for (int i = 0; i < elements.length; i++) {
            set.add(elements[i]);
        }
        return set;
    }

    private static Object[] readElements(ByteReader in, int count, Admission admission) throws IOException {
        Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = LeafReader.read(in, admission);
        }
        return elements;
    }

    private static String[] readStrings(ByteReader in, int count) throws IOException {
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
            strings[i] = (String) LeafReader.read(in, Admission.OPEN);
        }
        return strings;
    }

    private static Map<Object, Object> readHashMap(ByteReader in, int count, Admission admission)
            throws IOException {
        Map<Object, Object> map = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            Object key = LeafReader.read(in, admission);
            map.put(key, LeafReader.read(in, admission));
        }
        return map;
    }

    private static Map<Object, Object> readMapOf(ByteReader in, int count, Admission admission)
            throws IOException {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<Object, Object>[] entries = new Map.Entry[count];
        for (int i = 0; i < count; i++) {
            Object key = LeafReader.read(in, admission);
            entries[i] = Map.entry(key, LeafReader.read(in, admission));
        }
        return Map.ofEntries(entries);
    }
}

package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collections and maps. */
final class CollectionCases {

    private CollectionCases() {}

    static List<Case> all() {
        Case.Table table = new Case.Table();
        immutable(table);
        lists(table);
        sets(table);
        maps(table);
        queues(table);
        return table;
    }

    private static void immutable(Case.Table table) {
        table.equal("List.of()", List.of())
                .equal("List.of(1)", List.of("a"))
                .equal("List.of(3)", List.of(1, 2, 3))
                .equal("List.of of lists", List.of(List.of(1), List.of("a", "b")))
                .equal("Set.of()", Set.of())
                .equal("Set.of(1)", Set.of(1))
                .equal("Set.of(3)", Set.of("a", "b", "c"))
                .equal("Map.of()", Map.of())
                .equal("Map.of(1)", Map.of("a", 1))
                .equal("Map.of(3)", Map.of(1, "a", 2, "b", 3, "c"))
                .equal("List of entries", List.of(Map.entry("a", 1), Map.entry("b", 2)))
                .that("List.of has no null", List.of(1, 2, 3), List.class,
                        list -> assertThatThrownBy(() -> list.contains(null)).isInstanceOf(NullPointerException.class))
                .that("Stream.toList() may", Stream.of(1, 2, 3).toList(), List.class,
                        list -> assertThat(list.contains(null)).isFalse())
                .equal("Stream.toList() with null", Stream.of("a", null).toList())
                .equal("empty Stream.toList()", Stream.of().toList())
                .equal("Collections.emptyList", Collections.emptyList())
                .equal("Collections.singletonList", Collections.singletonList("x"))
                .equal("Collections.nCopies", Collections.nCopies(3, "x"))
                .equal("unmodifiableList", Collections.unmodifiableList(new ArrayList<>(List.of(1))))
                .equal("unmodifiableMap", Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))))
                .equal("synchronizedList", Collections.synchronizedList(new ArrayList<>(List.of(1))));
    }

    private static void lists(Case.Table table) {
        table.equal("ArrayList of leaves", new ArrayList<>(Arrays.asList(1, null, "a", 2.0)))
                .equal("empty ArrayList", new ArrayList<>())
                .equal("ArrayList of ArrayLists", new ArrayList<>(List.of(new ArrayList<>(List.of(1)))))
                .equal("big ArrayList", new ArrayList<>(IntStream.range(0, 100_000).boxed().toList()))
                .that("anonymous ArrayList", anonymousList(), ArrayList.class, list -> assertThat(list.getFirst()).isEqualTo(1))
                .equal("LinkedList", new LinkedList<>(List.of(1, 2)))
                .equal("Vector", new Vector<>(List.of(1, 2)))
                .equal("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(List.of(1, 2)))
                .that("Arrays.asList", Arrays.asList("a", "b"), List.class,
                        list -> assertThat(list.toArray()).containsExactly("a", "b"));
    }

    private static ArrayList<Integer> anonymousList() {
        return new ArrayList<>() {
            {
                add(1);
            }
        };
    }

    private static void sets(Case.Table table) {
        table.equal("HashSet", new HashSet<>(List.of(1, 2, 3)))
                .that("LinkedHashSet keeps its order", new LinkedHashSet<>(List.of(3, 1, 2)), LinkedHashSet.class,
                        set -> assertThat(set).containsExactly(3, 1, 2))
                .equal("TreeSet", new TreeSet<>(List.of(3, 1, 2)))
                .that("TreeSet with its order", reversed(), TreeSet.class, set -> assertThat(set.first()).isEqualTo(3))
                .equal("EnumSet", EnumSet.of(Thread.State.NEW, Thread.State.BLOCKED))
                .equal("BitSet", BitSet.valueOf(new long[] {5, 9}))
                .equal("ConcurrentHashMap.newKeySet", new HashSet<>(ConcurrentHashMap.newKeySet()));
    }

    private static TreeSet<Integer> reversed() {
        TreeSet<Integer> set = new TreeSet<>(Comparator.reverseOrder());
        set.addAll(List.of(1, 2, 3));
        return set;
    }

    private static void maps(Case.Table table) {
        Map<String, Integer> nullable = new HashMap<>();
        nullable.put(null, 1);
        nullable.put("x", null);
        Properties properties = new Properties();
        properties.setProperty("k", "v");
        table.equal("HashMap", new HashMap<>(Map.of("a", 1, "b", 2)))
                .equal("HashMap with nulls", nullable)
                .equal("HashMap of lists", new HashMap<>(Map.of("a", new ArrayList<>(List.of(1)))))
                .that("LinkedHashMap keeps its order", ordered(), LinkedHashMap.class,
                        map -> assertThat(map.keySet()).containsExactly("z", "a"))
                .equal("TreeMap", new TreeMap<>(Map.of("b", 1, "a", 2)))
                .equal("EnumMap", new EnumMap<>(Map.of(Thread.State.NEW, 1)))
                .equal("Hashtable", new Hashtable<>(Map.of(1, 2)))
                .equal("Properties", properties)
                .equal("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of(1, 2)))
                .equal("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(Map.of(1, 2)))
                .that("IdentityHashMap", new IdentityHashMap<>(Map.of("k", 1)), IdentityHashMap.class,
                        map -> assertThat(map.values()).containsExactly(1))
                .equal("AbstractMap.SimpleEntry", new java.util.AbstractMap.SimpleEntry<>("k", List.of(1)));
    }

    private static LinkedHashMap<String, Integer> ordered() {
        LinkedHashMap<String, Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", 2);
        return map;
    }

    private static void queues(Case.Table table) {
        table.that("ArrayDeque", new ArrayDeque<>(List.of(1, 2)), ArrayDeque.class,
                        deque -> assertThat(deque).containsExactly(1, 2))
                .that("PriorityQueue", new PriorityQueue<>(List.of(2, 1)), PriorityQueue.class,
                        queue -> assertThat(queue.peek()).isEqualTo(1))
                .that("ConcurrentLinkedQueue", new ConcurrentLinkedQueue<>(List.of(1)), ConcurrentLinkedQueue.class,
                        queue -> assertThat(queue).containsExactly(1))
                .that("LinkedBlockingQueue", new LinkedBlockingQueue<>(List.of(1)), LinkedBlockingQueue.class,
                        queue -> assertThat(queue).containsExactly(1));
    }
}

package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects that refer to each other. */
final class GraphCases {

    private GraphCases() {}

    static class Node implements Serializable {
        private final String name;
        private Node next;
        private final List<Node> others = new ArrayList<>();

        Node(String name) {
            this.name = name;
        }
    }

    static List<Case> all() {
        return new Case.Table()
                .that("cycle", cycle(), Node.class, node -> assertThat(node.next.next).isSameAs(node))
                .that("list that contains itself", ownList(), List.class, list -> assertThat(list.get(0)).isSameAs(list))
                .that("one list twice in an array", twice(), Object[].class,
                        array -> assertThat(array[0]).isSameAs(array[1]))
                .that("one int[] twice in a list", arrayTwice(), List.class,
                        list -> assertThat(list.get(0)).isSameAs(list.get(1)))
                .that("one list twice in a map", listTwice(), Map.class,
                        map -> assertThat(map.get("a")).isSameAs(map.get("b")))
                .that("one object in two fields", shared(), Node.class,
                        node -> assertThat(node.others.get(0)).isSameAs(node.next))
                .that("one list in two components of a record", pair(), Pair.class,
                        pair -> assertThat(pair.a()).isSameAs(pair.b()))
                .that("one record in two components of a record", pairTwice(), Pair.class,
                        pair -> assertThat(pair.a()).isSameAs(pair.b()))
                .that("a record in a record", new Pair(1, new Pair("x", new int[] {2})), Pair.class,
                        pair -> assertThat((int[]) ((Pair) pair.b()).b()).containsExactly(2))
                .that("a thousand links", chain(1_000), Node.class, node -> assertThat(length(node)).isEqualTo(1_000))
                .that("twenty thousand links", chain(20_000), Node.class,
                        node -> assertThat(length(node)).isEqualTo(20_000));
    }

    record Pair(Object a, Object b) implements Serializable {}

    private static Pair pair() {
        List<Integer> list = new ArrayList<>(List.of(1));
        return new Pair(list, list);
    }

    private static Pair pairTwice() {
        Pair pair = new Pair(1, 2);
        return new Pair(pair, pair);
    }

    private static Node cycle() {
        Node a = new Node("a");
        a.next = new Node("b");
        a.next.next = a;
        return a;
    }

    private static List<Object> ownList() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        return list;
    }

    private static Object[] twice() {
        List<Integer> list = new ArrayList<>(List.of(1));
        return new Object[] {list, list};
    }

    private static List<int[]> arrayTwice() {
        int[] array = {1};
        return new ArrayList<>(List.of(array, array));
    }

    private static Map<String, List<Integer>> listTwice() {
        List<Integer> list = new ArrayList<>(List.of(1));
        return new HashMap<>(Map.of("a", list, "b", list));
    }

    private static Node shared() {
        Node node = new Node("a");
        node.next = new Node("b");
        node.others.add(node.next);
        return node;
    }

    private static Node chain(int links) {
        Node last = null;
        for (int i = 0; i < links; i++) {
            Node node = new Node("n");
            node.next = last;
            last = node;
        }
        return last;
    }

    private static int length(Node chain) {
        int length = 0;
        for (Node node = chain; node != null; node = node.next) {
            assertThat(node.name).isEqualTo("n");
            length++;
        }
        return length;
    }
}

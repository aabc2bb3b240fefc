package offspring.wire.cases;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Arrays of all sorts. */
final class ArrayCases {

    private ArrayCases() {}

    static List<Case> all() {
        return new Case.Table()
                .equal("boolean[]", new boolean[] {true, false, true})
                .equal("byte[]", new byte[] {1, -1, 0})
                .equal("short[]", new short[] {1, -1, Short.MAX_VALUE})
                .equal("char[]", new char[] {'a', '\uffff'})
                .equal("int[]", new int[] {1, -1, Integer.MIN_VALUE})
                .equal("long[]", new long[] {1, -1, Long.MIN_VALUE})
                .equal("float[]", new float[] {1.5f, -0.0f})
                .equal("double[]", new double[] {1.5, Double.NaN})
                .equal("empty int[]", new int[0])
                .equal("big int[]", IntStream.range(0, 100_000).toArray())
                .equal("String[]", new String[] {"a", null, "ж"})
                .equal("empty String[]", new String[0])
                .equal("Object[] of leaves", new Object[] {1, "a", null, 2.5})
                .equal("Object[] of containers", new Object[] {List.of(1), new int[] {1}, new Object[] {"x"}})
                .equal("Integer[]", new Integer[] {1, null})
                .equal("int[][]", new int[][] {{1}, {}, null, {2, 3}})
                .equal("String[][]", new String[][] {{"a"}, {"b", "c"}})
                .equal("Path[]", new Path[] {Path.of("a"), null})
                .equal("enum[]", new Thread.State[] {Thread.State.NEW})
                .equal("record[]", new ObjectCases.Point[] {new ObjectCases.Point(1, 2)})
                .equal("Class[]", new Class<?>[] {int.class, String[].class});
    }
}

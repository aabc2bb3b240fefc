package offspring.wire.cases;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Values without identity. */
final class ScalarCases {

    private ScalarCases() {}

    static List<Case> all() {
        Case.Table table = new Case.Table();
        numbers(table);
        texts(table);
        others(table);
        return table;
    }

    private static void numbers(Case.Table table) {
        table.equal("null", null)
                .equal("true", true)
                .equal("false", false)
                .equal("Byte", (byte) -7)
                .equal("Short", Short.MIN_VALUE)
                .equal("Character", '\uffff')
                .equal("Integer", Integer.MIN_VALUE)
                .equal("Integer beyond the cache", 123_456)
                .equal("Long", Long.MAX_VALUE)
                .equal("Float", -0.0f)
                .equal("Float NaN", Float.NaN)
                .equal("Double", Math.PI)
                .equal("Double NaN", Double.NaN)
                .equal("Double infinity", Double.NEGATIVE_INFINITY)
                .equal("BigInteger", BigInteger.TWO.pow(200).negate())
                .equal("BigInteger zero", BigInteger.ZERO)
                .equal("BigDecimal", new BigDecimal("-1.2300"))
                .equal("BigDecimal with negative scale", new BigDecimal("1e500"))
                .equal("RoundingMode", RoundingMode.HALF_EVEN);
    }

    private static void texts(Case.Table table) {
        table.equal("empty string", "")
                .equal("ASCII string", "words")
                .equal("Latin-1 string", "Grüße")
                .equal("string beyond Latin-1", "日本語 ✓")
                .equal("string with emoji", "😀")
                .equal("lone high surrogate", "a\ud800")
                .equal("lone low surrogate", "\udc00b")
                .equal("string with NUL", "a\0b")
                .equal("long Latin-1 string", "é".repeat(70_000))
                .equal("long string beyond Latin-1", "ж".repeat(70_000))
                .that("StringBuilder", new StringBuilder("sb"), StringBuilder.class, sb -> same("sb", sb.toString()))
                .that("StringBuffer", new StringBuffer("sb"), StringBuffer.class, sb -> same("sb", sb.toString()));
    }

    private static void others(Case.Table table) {
        table.equal("UUID", new UUID(1, -2))
                .equal("Path", Path.of("/tmp/some file"))
                .equal("relative Path", Path.of("a", "b"))
                .equal("empty Path", Path.of(""))
                .equal("Optional", Optional.of("x"))
                .equal("Optional of a Path", Optional.of(Path.of("x")))
                .equal("Optional.empty", Optional.empty())
                .equal("OptionalInt", OptionalInt.of(3))
                .equal("OptionalInt.empty", OptionalInt.empty())
                .equal("OptionalLong", OptionalLong.of(-3))
                .equal("OptionalDouble", OptionalDouble.of(0.5))
                .equal("OptionalDouble.empty", OptionalDouble.empty())
                .equal("Map.entry", Map.entry("k", 1));
    }

    private static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(actual + " instead of " + expected);
        }
    }
}

package offspring.wire;

import java.util.HashMap;
import java.util.Map;

/**
 * The first byte of a value, which tells how the rest is written.
 *
 * <p>Below {@link #FIRST_MUTABLE} are values without identity that anyone may share. From there on
 * are containers and arrays that a program may change: these are written flat only where nothing
 * else in the same payload can refer to them.
 */
final class Tag {

    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int BYTE = 3;
    static final int SHORT = 4;
    static final int CHAR = 5;
    static final int INT = 6;
    static final int LONG = 7;
    static final int FLOAT = 8;
    static final int DOUBLE = 9;
    static final int LATIN1 = 10;
    static final int UTF16 = 11;
    static final int BIG_INTEGER = 12;
    static final int BIG_DECIMAL = 13;
    static final int UUID = 14;
    static final int PATH = 15;
    static final int OPTIONAL = 16;
    static final int OPTIONAL_INT = 17;
    static final int OPTIONAL_LONG = 18;
    static final int OPTIONAL_DOUBLE = 19;

    static final int FIRST_TIME = 20;
    static final int DURATION = 20;
    static final int PERIOD = 21;
    static final int INSTANT = 22;
    static final int LOCAL_DATE = 23;
    static final int LOCAL_TIME = 24;
    static final int LOCAL_DATE_TIME = 25;
    static final int ZONE_OFFSET = 26;
    static final int OFFSET_DATE_TIME = 27;
    static final int YEAR = 28;
    static final int YEAR_MONTH = 29;
    static final int LAST_TIME = 29;

    static final int MAP_ENTRY = 30;
    static final int LIST_OF = 31;
    static final int LIST_OF_NULLABLE = 32;
    static final int SET_OF = 33;
    static final int MAP_OF = 34;

    static final int FIRST_MUTABLE = 40;
    static final int ARRAY_LIST = 40;
    static final int HASH_SET = 41;
    static final int LINKED_HASH_SET = 42;
    static final int HASH_MAP = 43;
    static final int STRINGS = 44;
    static final int OBJECTS = 45;

    static final int FIRST_ARRAY = 46;
    static final int BOOLEANS = 46;
    static final int BYTES = 47;
    static final int SHORTS = 48;
    static final int CHARS = 49;
    static final int INTS = 50;
    static final int LONGS = 51;
    static final int FLOATS = 52;
    static final int DOUBLES = 53;

    /** A lambda whose captured values are leaves. */
    static final int LAMBDA = 60;

    /** A record whose components are leaves. */
    static final int RECORD = 64;

    /** An object graph in the JDK's serialization, with names for class descriptors. */
    static final int STREAM = 61;

    /** An object graph written by a {@code Codec} of the program's. */
    static final int CODEC = 62;

    /** Values of jshell variables, and then the value that uses them. */
    static final int VARIABLES = 63;

    /** What has no room in a message, see {@link LargePayload}. */
    static final int LARGE = 65;

    /** What {@link #of} gives for a class whose objects are no leaves. */
    static final int NONE = -1;

    /** By name, so that looking up a class loads no other. */
    private static final Map<String, Integer> BY_NAME = new HashMap<>(128);

    static {
        scalars();
        times();
        containers();
        arrays();
    }

    private Tag() {}

    static int of(Class<?> type) {
        Integer tag = BY_NAME.get(type.getName());
        return tag == null ? NONE : tag;
    }

    private static void scalars() {
        BY_NAME.put("java.lang.Boolean", TRUE);
        BY_NAME.put("java.lang.Byte", BYTE);
        BY_NAME.put("java.lang.Short", SHORT);
        BY_NAME.put("java.lang.Character", CHAR);
        BY_NAME.put("java.lang.Integer", INT);
        BY_NAME.put("java.lang.Long", LONG);
        BY_NAME.put("java.lang.Float", FLOAT);
        BY_NAME.put("java.lang.Double", DOUBLE);
        BY_NAME.put("java.lang.String", LATIN1);
        BY_NAME.put("java.math.BigInteger", BIG_INTEGER);
        BY_NAME.put("java.math.BigDecimal", BIG_DECIMAL);
        BY_NAME.put("java.util.UUID", UUID);
        BY_NAME.put("sun.nio.fs.UnixPath", PATH);
        BY_NAME.put("sun.nio.fs.WindowsPath", PATH);
        BY_NAME.put("java.util.Optional", OPTIONAL);
        BY_NAME.put("java.util.OptionalInt", OPTIONAL_INT);
        BY_NAME.put("java.util.OptionalLong", OPTIONAL_LONG);
        BY_NAME.put("java.util.OptionalDouble", OPTIONAL_DOUBLE);
    }

    private static void times() {
        BY_NAME.put("java.time.Duration", DURATION);
        BY_NAME.put("java.time.Period", PERIOD);
        BY_NAME.put("java.time.Instant", INSTANT);
        BY_NAME.put("java.time.LocalDate", LOCAL_DATE);
        BY_NAME.put("java.time.LocalTime", LOCAL_TIME);
        BY_NAME.put("java.time.LocalDateTime", LOCAL_DATE_TIME);
        BY_NAME.put("java.time.ZoneOffset", ZONE_OFFSET);
        BY_NAME.put("java.time.OffsetDateTime", OFFSET_DATE_TIME);
        BY_NAME.put("java.time.Year", YEAR);
        BY_NAME.put("java.time.YearMonth", YEAR_MONTH);
    }

    private static void containers() {
        BY_NAME.put("java.util.KeyValueHolder", MAP_ENTRY);
        BY_NAME.put("java.util.ImmutableCollections$ListN", LIST_OF);
        BY_NAME.put("java.util.ImmutableCollections$List12", LIST_OF);
        BY_NAME.put("java.util.ImmutableCollections$SetN", SET_OF);
        BY_NAME.put("java.util.ImmutableCollections$Set12", SET_OF);
        BY_NAME.put("java.util.ImmutableCollections$MapN", MAP_OF);
        BY_NAME.put("java.util.ImmutableCollections$Map1", MAP_OF);
        BY_NAME.put("java.util.ArrayList", ARRAY_LIST);
        BY_NAME.put("java.util.HashSet", HASH_SET);
        BY_NAME.put("java.util.LinkedHashSet", LINKED_HASH_SET);
        BY_NAME.put("java.util.HashMap", HASH_MAP);
        BY_NAME.put("[Ljava.lang.String;", STRINGS);
        BY_NAME.put("[Ljava.lang.Object;", OBJECTS);
    }

    private static void arrays() {
        BY_NAME.put("[Z", BOOLEANS);
        BY_NAME.put("[B", BYTES);
        BY_NAME.put("[S", SHORTS);
        BY_NAME.put("[C", CHARS);
        BY_NAME.put("[I", INTS);
        BY_NAME.put("[J", LONGS);
        BY_NAME.put("[F", FLOATS);
        BY_NAME.put("[D", DOUBLES);
    }
}

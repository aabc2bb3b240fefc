package offspring.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import offspring.wire.Failure;
import offspring.wire.Shipment;

/**
 * Log records on their way from a child to its parent, and levels on their way down.
 *
 * <p>Both ends are here, so that the format has one home. A record travels formatted: what its
 * parameters are, and in which language its text is, was the child's business. An exception in it
 * arrives as itself, or in words if there are shared objects in it: nobody keeps those until it is
 * read. Nothing here runs before a child logs for the first time.
 */
public final class LogTraffic {

    private static final Formatter TEXT = new Formatter() {
        @Override
        public String format(LogRecord record) {
            return formatMessage(record);
        }
    };

    private LogTraffic() {}

    /**
     * A record as bytes, in the child.
     *
     * @param record what was logged
     * @param processName who logged it, unless the record came from further below and says so
     * @return the bytes of a LOG frame
     */
    public static byte[] encode(LogRecord record, String processName) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, record instanceof ChildRecord child ? child.processName() : processName);
            write(out, record.getLoggerName());
            write(out, record.getLevel().getName());
            out.writeInt(record.getLevel().intValue());
            write(out, record instanceof ChildRecord child ? child.text() : TEXT.format(record));
            out.writeLong(record.getInstant().getEpochSecond());
            out.writeInt(record.getInstant().getNano());
            out.writeLong(record.getLongThreadID());
            write(out, record.getSourceClassName());
            write(out, record.getSourceMethodName());
            byte[] thrown = record.getThrown() == null ? new byte[0] : encode(record.getThrown());
            out.writeInt(thrown.length);
            out.write(thrown);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(Throwable thrown) {
        Shipment shipment = Shipment.ofFailure(thrown);
        shipment.letGo();
        return shipment.cargo().isEmpty() ? shipment.payload() : Failure.encodeInWords(thrown);
    }

    /**
     * Logs a child's record here, under the same logger name, with the child's name.
     *
     * @param bytes what {@link #encode} made
     * @throws IOException if the bytes are not a record
     */
    public static void deliver(byte[] bytes) throws IOException {
        ChildRecord record = decode(bytes);
        if (loggingIsTheJdks()) {
            String name = record.getLoggerName();
            Logger.getLogger(name == null ? "" : name).log(record);
        } else {
            System.getLogger(record.getLoggerName() == null ? "offspring" : record.getLoggerName())
                    .log(systemLevel(record.getLevel()), record.getMessage(), record.getThrown());
        }
    }

    private static ChildRecord decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String processName = read(in);
        String logger = read(in);
        Level level = level(read(in), in.readInt());
        ChildRecord record = new ChildRecord(level, read(in), processName);
        record.setLoggerName(logger);
        record.setInstant(Instant.ofEpochSecond(in.readLong(), in.readInt()));
        record.setLongThreadID(in.readLong());
        record.setSourceClassName(read(in));
        record.setSourceMethodName(read(in));
        byte[] thrown = new byte[in.readInt()];
        in.readFully(thrown);
        if (thrown.length > 0) {
            record.setThrown(Failure.decode(thrown, 0, thrown.length, processName));
        }
        return record;
    }

    /**
     * The levels that have been set in this process, for a child that begins to log.
     *
     * @return a properties file of {@code <logger>.level}
     */
    public static byte[] levels() {
        StringBuilder lines = new StringBuilder();
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger != null && logger.getLevel() != null) {
                lines.append(escape(name)).append(".level=").append(logger.getLevel().intValue()).append('\n');
            }
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Names of loggers are free text; keys of properties are not. */
    private static String escape(String key) {
        StringBuilder escaped = new StringBuilder();
        key.chars().forEach(c -> {
            if (Character.isJavaIdentifierPart(c) && c < 128 || c == '.') {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }

    /**
     * Adds the parent's levels to a configuration.
     *
     * @param into the configuration
     * @param levels what {@link #levels} answered in the parent
     * @throws IOException if the bytes are not a properties file
     */
    public static void mergeLevels(Properties into, byte[] levels) throws IOException {
        into.load(new ByteArrayInputStream(levels));
    }

    /**
     * Whether System.Logger ends in java.util.logging here, or in a logging library of the program.
     *
     * @return whether it does
     */
    public static boolean loggingIsTheJdks() {
        return System.LoggerFinder.getLoggerFinder().getClass().getModule() == LogManager.class.getModule();
    }

    private static Level level(String name, int value) {
        try {
            Level known = Level.parse(name);
            return known.intValue() == value ? known : Level.parse(Integer.toString(value));
        } catch (IllegalArgumentException unknownHere) {
            return Level.parse(Integer.toString(value));
        }
    }

    /**
     * The level of {@link System.Logger} that java.util.logging's comes nearest to, from below.
     *
     * @param level one of java.util.logging
     * @return the level
     */
    public static System.Logger.Level systemLevel(Level level) {
        System.Logger.Level best = System.Logger.Level.TRACE;
        for (System.Logger.Level candidate : System.Logger.Level.values()) {
            boolean fits = candidate != System.Logger.Level.ALL && candidate != System.Logger.Level.OFF;
            if (fits && level.intValue() >= candidate.getSeverity()) {
                best = candidate;
            }
        }
        return best;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8 == null ? -1 : utf8.length);
        if (utf8 != null) {
            out.write(utf8);
        }
    }

    private static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] utf8 = new byte[length];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

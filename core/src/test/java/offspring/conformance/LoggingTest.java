package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import offspring.process.ChildProcess;
import offspring.process.ProcessLogging;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestLogging}. */
@ExtendWith(LeakCheck.class)
class LoggingTest {

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("offspring");

    /** Those of the test; what else the library has to say comes to the same handler. */
    private static final Set<String> LOGGERS = Set.of("offspring", "offspring.deeper");

    private Level rootLevel;
    private boolean useParents;

    @BeforeEach
    void remember() {
        rootLevel = ROOT.getLevel();
        useParents = OURS.getUseParentHandlers();
    }

    @AfterEach
    void restore() {
        ROOT.setLevel(rootLevel);
        OURS.setLevel(null);
        OURS.setUseParentHandlers(useParents);
        for (Handler handler : OURS.getHandlers()) {
            OURS.removeHandler(handler);
        }
    }

    @Test
    void testEnableLogging() {
        System.Logger logger = ProcessLogging.logToStderr(System.Logger.Level.ERROR);
        assertThat(logger).isNotNull();
        assertThat(logger.getName()).isEqualTo("offspring");
        assertThat(ProcessLogging.logger().getName()).isEqualTo("offspring");
        logger.log(System.Logger.Level.DEBUG, "this will not be printed");
        logger.log(System.Logger.Level.INFO, "nor will this");
        assertThat(logger.isLoggable(System.Logger.Level.WARNING)).isFalse();
        assertThat(logger.isLoggable(System.Logger.Level.ERROR)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testLevel(StartMethod method, @TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        OURS.setLevel(Level.FINE);
        ChildProcess.builder().startMethod(method).start(() -> notes.say(levels())).join();
        OURS.setLevel(null);
        ROOT.setLevel(Level.SEVERE);
        ChildProcess.builder().startMethod(method).start(() -> notes.say(levels())).join();
        ROOT.setLevel(Level.FINER);
        ChildProcess.builder().startMethod(method).start(() -> notes.say(levels())).join();
        assertThat(notes.lines()).containsExactly("DEBUG", "ERROR", "TRACE");
    }

    private static String levels() {
        return List.of(System.Logger.Level.values()).stream()
                .filter(level -> level != System.Logger.Level.ALL && level != System.Logger.Level.OFF)
                .filter(ProcessLogging.logger()::isLoggable)
                .findFirst()
                .orElseThrow()
                .getName();
    }

    /** A file name in CPython, a class and a method in Java: those of the caller in the child. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testFilename(StartMethod method) throws Exception {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler collector = new Handler() {
            @Override
            public void publish(LogRecord record) {
                record.getSourceMethodName();
                if (LOGGERS.contains(record.getLoggerName())) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        OURS.addHandler(collector);
        OURS.setUseParentHandlers(false);
        ChildProcess child = ChildProcess.builder().startMethod(method).start(LoggingTest::logsSomething);
        child.join();
        assertThat(records).hasSize(2);
        assertThat(records).allMatch(record -> record.getSourceClassName().equals(LoggingTest.class.getName()));
        assertThat(records).allMatch(record -> record.getSourceMethodName().equals("logsSomething"));
    }

    private static void logsSomething() {
        ProcessLogging.logger().log(System.Logger.Level.INFO, "by the library's logger");
        Logger.getLogger("offspring.deeper").info("by java.util.logging");
    }
}

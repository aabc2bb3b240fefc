package offspring.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import offspring.launch.LogTraffic;
import offspring.launch.Uncaught;

/**
 * Sets up java.util.logging in a child, at its first use and not before: {@code
 * java.util.logging.config.class} names this class, so a child that never logs pays for one system
 * property.
 *
 * <p>Levels are those of the user's configuration file, over them those that are set in the parent
 * now. Handlers are the parent's affair: here all records go to {@link LogForwarder}, whatever the
 * file says, so that nothing is written twice. A program that names a configuration class of its
 * own ({@code -Djava.util.logging.config.class}) keeps it, and its children then log as that class
 * says.
 */
public final class LogConfiguration {

    private static final String FILE_PROPERTY = "java.util.logging.config.file";
    private static final String LEVEL = ".level";

    /** Held strongly, since java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> HELD = new ArrayList<>();

    /**
     * Called by java.util.logging.
     *
     * @throws IOException if the user's configuration file, or what the parent says, cannot be read
     */
    public LogConfiguration() throws IOException {
        ChildMain.loggingBegins();
        Properties settings = userSettings();
        settings.keySet().removeIf(key -> isAboutHandlers(key.toString()));
        ControlReader parent = ChildMain.link();
        if (parent != null) {
            LogTraffic.mergeLevels(settings, parent.levels());
        }
        settings.setProperty("handlers", LogForwarder.class.getName());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        settings.store(text, null);
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(text.toByteArray()));
    }

    /** In a child that logged before it had a job: takes over the levels that hold in the parent now. */
    static void catchUp(ControlReader parent) {
        try {
            Properties levels = new Properties();
            LogTraffic.mergeLevels(levels, parent.levels());
            for (String key : levels.stringPropertyNames()) {
                Logger logger = Logger.getLogger(key.substring(0, key.length() - LEVEL.length()));
                logger.setLevel(Level.parse(levels.getProperty(key)));
                HELD.add(logger);
            }
        } catch (IOException parentGone) {
            // Then this process is about to end, too.
            Uncaught.report("whose logging asked its parent for levels", parentGone);
        }
    }

    private static Properties userSettings() throws IOException {
        String file = System.getProperty(FILE_PROPERTY);
        Path path = file != null
                ? Path.of(file)
                : Path.of(System.getProperty("java.home"), "conf", "logging.properties");
        Properties settings = new Properties();
        try (InputStream in = new FileInputStream(path.toFile())) {
            settings.load(in);
        }
        return settings;
    }

    private static boolean isAboutHandlers(String key) {
        return key.equals("handlers")
                || key.endsWith(".handlers")
                || key.endsWith(".useParentHandlers")
                || key.equals("config");
    }
}

package offspring.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What {@code java -jar} reads in the jar's manifest and children, which are started by a class path, do not. */
final class JarManifest {

    private JarManifest() {}

    /** The attributes that open modules, as options. */
    static List<String> moduleOptions(String jar) {
        List<String> options = new ArrayList<>();
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            if (manifest != null) {
                Attributes attributes = manifest.getMainAttributes();
                addEach(options, "--add-exports=", attributes.getValue("Add-Exports"));
                addEach(options, "--add-opens=", attributes.getValue("Add-Opens"));
            }
        } catch (IOException unreadable) {
            // The JVM has read it, so it was deleted meanwhile; a child would miss its classes first.
            System.getLogger("offspring.launch")
                    .log(System.Logger.Level.DEBUG, "the program's jar cannot be read", unreadable);
        }
        return options;
    }

    /** The value is a list of module/package, with blanks between. */
    private static void addEach(List<String> options, String option, String value) {
        if (value != null) {
            for (String target : value.trim().split("\\s+")) {
                options.add(option + target + "=ALL-UNNAMED");
            }
        }
    }
}

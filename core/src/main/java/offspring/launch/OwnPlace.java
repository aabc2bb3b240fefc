package offspring.launch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where this library's classes are. */
final class OwnPlace {

    private OwnPlace() {}

    /** The jar or class directory; empty where they are part of a runtime image. */
    static Optional<Path> path() {
        CodeSource source = OwnPlace.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            URI uri = source.getLocation().toURI();
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
        } catch (URISyntaxException notAFile) {
            return Optional.empty();
        }
    }

    /** Our jar, if we are in one: class directories may change under a cache. */
    static Optional<Path> jar() {
        return path().filter(Files::isRegularFile);
    }
}

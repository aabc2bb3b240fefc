package offspring.region;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Draws the secret of a family. From the system itself if possible: {@link SecureRandom} takes a fresh JVM 20 ms. */
final class FamilyKey {

    private static final Path SYSTEM = Path.of("/dev/urandom");

    private FamilyKey() {}

    static byte[] draw() {
        try (InputStream random = Files.newInputStream(SYSTEM)) {
            byte[] key = random.readNBytes(HeapLayout.KEY_BYTES);
            if (key.length == HeapLayout.KEY_BYTES) {
                return key;
            }
        } catch (IOException noSuchDevice) {
            // another system
        }
        byte[] key = new byte[HeapLayout.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}

package offspring.socket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The ways to prove that one knows a secret, as CPython from 3.12 on names them. */
enum Digest {
    MD5("md5", "HmacMD5"),
    SHA256("sha256", "HmacSHA256"),
    SHA384("sha384", "HmacSHA384"),
    SHA3_256("sha3_256", "HmacSHA3-256"),
    SHA3_384("sha3_384", "HmacSHA3-384");

    private final byte[] prefix;
    private final String macName;

    Digest(String name, String macName) {
        this.prefix = ("{" + name + "}").getBytes(StandardCharsets.US_ASCII);
        this.macName = macName;
    }

    String macName() {
        return macName;
    }

    /** What stands before a challenge that asks for it, and before an answer. */
    byte[] prefix() {
        return prefix.clone();
    }

    /** That of a challenge or an answer that begins with its name. */
    static Optional<Digest> of(byte[] message) {
        return Arrays.stream(values()).filter(digest -> digest.isPrefixOf(message)).findFirst();
    }

    private boolean isPrefixOf(byte[] message) {
        return message.length > prefix.length && Arrays.equals(prefix, 0, prefix.length, message, 0, prefix.length);
    }
}

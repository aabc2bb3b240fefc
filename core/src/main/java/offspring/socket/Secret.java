package offspring.socket;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What both sides of a connection have to know. It leaves this class only as proof that it is known. */
public final class Secret {

    private final byte[] bytes;
    private final boolean isMd5Allowed;

    /**
     * A secret.
     *
     * @param bytes at least one
     * @param isMd5Allowed whether a peer may prove with MD5 that it knows it, and ask for such a proof
     */
    public Secret(byte[] bytes, boolean isMd5Allowed) {
        this.bytes = bytes.clone();
        this.isMd5Allowed = isMd5Allowed;
    }

    /** The same, known to peers that have nothing better than MD5. */
    public Secret withMd5() {
        return new Secret(bytes, true);
    }

    boolean isMd5Allowed() {
        return isMd5Allowed;
    }

    byte[] sign(Digest digest, byte[] message) {
        try {
            Mac mac = Mac.getInstance(digest.macName());
            mac.init(new SecretKeySpec(bytes, digest.macName()));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("cannot sign: this JDK has no " + digest.macName(), impossible);
        }
    }

    /** Takes as long whether or not they are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(bytes, secret.bytes)
                && isMd5Allowed == secret.isMd5Allowed;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sign(Digest.SHA256, new byte[0]));
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}

package offspring.ipc;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import offspring.region.FamilyHeap;
import offspring.socket.Secret;
import offspring.wire.Travel;

/**
 * A secret that both sides of a connection have to know.
 *
 * <p>Shape: one byte or more; 32 random ones are enough for all purposes. It is never sent, and it is never printed.
 *
 * <p>Processes: it can be captured by a task, passed and sent to the processes of the program, and nowhere else. Two keys are
 * equal if their bytes are and both allow MD5 or neither does; a comparison takes as long whether or not the bytes are.
 *
 * @apiNote Python: {@code authkey=b"…"}; {@link #family()} is {@code current_process().authkey}.
 */
public final class AuthKey implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int RANDOM_BYTES = 32;

    private final byte[] bytes;
    private final boolean isMd5Allowed;
    private final transient Secret secret;

    private AuthKey(byte[] bytes, boolean isMd5Allowed) {
        this.bytes = bytes;
        this.isMd5Allowed = isMd5Allowed;
        this.secret = new Secret(bytes, isMd5Allowed);
    }

    /**
     * A key that was agreed on.
     *
     * @param bytes the secret, which is copied
     * @return the key
     * @throws IllegalArgumentException if there are no bytes, which everybody knows
     */
    public static AuthKey of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("cannot make a key of no bytes: everybody would know it");
        }
        return new AuthKey(bytes.clone(), false);
    }

    /**
     * A new key that nobody knows yet.
     *
     * @return 32 random bytes
     */
    public static AuthKey random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AuthKey(bytes, false);
    }

    /**
     * The key that all processes of this program have: its first process draws it, and all that it starts, and they start, know it.
     *
     * @return 32 random bytes, the same in all of them
     * @throws UncheckedIOException if there is no shared memory
     */
    public static AuthKey family() {
        try {
            return new AuthKey(FamilyHeap.current().key(), false);
        } catch (IOException noHeap) {
            throw new UncheckedIOException(
                    "cannot tell the family's key: there is no shared memory; " + noHeap.getMessage(), noHeap);
        }
    }

    /**
     * The same key for peers that prove that they know it with nothing better than MD5, and ask for such a proof:
     * Python before 3.12. All others are asked for SHA-256 as ever, and prove it with that.
     *
     * @return a key that is not equal to this one
     */
    public AuthKey withMd5() {
        return new AuthKey(bytes, true);
    }

    Secret secret() {
        return secret;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!Travel.isOurs(out)) {
            throw new NotSerializableException(AuthKey.class.getName()
                    + ": it travels between the processes of a program and nowhere else");
        }
        out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        Travel.requireOurs("a key");
        in.defaultReadObject();
        if (bytes == null || bytes.length == 0) {
            throw new InvalidObjectException("a key without bytes");
        }
    }

    private Object readResolve() {
        return new AuthKey(bytes, isMd5Allowed);
    }

    /**
     * Whether the other is a key with the same bytes that allows MD5 if this one does.
     *
     * @param other anything
     * @return whether both are one key
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof AuthKey key && secret.equals(key.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /**
     * Says nothing of the secret but its length.
     *
     * @return such as {@code AuthKey[32 bytes]}
     */
    @Override
    public String toString() {
        return "AuthKey[" + bytes.length + " bytes" + (isMd5Allowed ? ", also MD5]" : "]");
    }
}

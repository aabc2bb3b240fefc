package offspring.socket;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import offspring.AuthenticationException;

/**
 * The mutual proof that both sides know a secret, before anything else is read: that of CPython's
 * {@code multiprocessing.connection}.
 *
 * <pre>
 *   who asks                                 who answers
 *   #CHALLENGE#{sha256} and 40 random bytes →
 *                                          ← {sha256} and the HMAC of all that follows #CHALLENGE#
 *   #WELCOME#, or #FAILURE# and the end     →
 * </pre>
 *
 * <p>The listener asks first, then the client. Before 3.12 a challenge was 20 random bytes, and the answer their HMAC-MD5 without
 * a name; such a peer answers any challenge so.
 *
 * @implNote Source: the description in the documentation of CPython 3.12's {@code connection.py}.
 */
final class Handshake {

    private static final byte[] CHALLENGE = ascii("#CHALLENGE#");
    private static final byte[] WELCOME = ascii("#WELCOME#");
    private static final byte[] FAILURE = ascii("#FAILURE#");

    private static final int RANDOM_BYTES = 40;
    private static final int OLD_CHALLENGE_BYTES = 20;
    private static final int OLD_ANSWER_BYTES = 16;
    private static final int MOST_BYTES = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageSocket socket;
    private final Secret secret;
    private final long deadline;

    /** A handshake that is to end before a time as {@link System#nanoTime} has it. */
    Handshake(MessageSocket socket, Secret secret, long deadline) {
        this.socket = socket;
        this.secret = secret;
        this.deadline = deadline;
    }

    /**
     * The listener's part.
     *
     * @throws AuthenticationException if the peer did not prove anything
     * @throws SocketTimeoutException if it did not in time
     */
    void asListener() throws IOException, InterruptedException {
        ask();
        answer();
    }

    /** The client's part. */
    void asClient() throws IOException, InterruptedException {
        answer();
        ask();
    }

    private void ask() throws IOException, InterruptedException {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] question = joined(Digest.SHA256.prefix(), random);
        sendFirst(joined(CHALLENGE, question));
        byte[] answer = receive();
        Optional<String> flaw = flaw(question, answer);
        send(flaw.isEmpty() ? WELCOME : FAILURE);
        if (flaw.isPresent()) {
            throw new AuthenticationException(flaw.get());
        }
    }

    /** What is wrong with an answer. */
    private Optional<String> flaw(byte[] question, byte[] answer) {
        boolean isOld = answer.length == OLD_ANSWER_BYTES;
        Optional<Digest> named = isOld ? Optional.of(Digest.MD5) : Digest.of(answer);
        if (named.isEmpty()) {
            return Optional.of("its answer to the challenge is none of this protocol");
        }
        Digest digest = named.get();
        if (digest == Digest.MD5 && !secret.isMd5Allowed()) {
            return Optional.of(
                    "it answered with MD5, as Python before 3.12 does, which the key does not allow; see AuthKey.withMd5");
        }
        byte[] expected = secret.sign(digest, question);
        byte[] proof = isOld ? answer : Arrays.copyOfRange(answer, digest.prefix().length, answer.length);
        return MessageDigest.isEqual(expected, proof) ? Optional.empty() : Optional.of("it has another key");
    }

    private void answer() throws IOException, InterruptedException {
        byte[] challenge = receive();
        if (!startsWith(challenge, CHALLENGE)) {
            throw new AuthenticationException("what it sent is no challenge of this protocol");
        }
        byte[] question = Arrays.copyOfRange(challenge, CHALLENGE.length, challenge.length);
        boolean isOld = question.length == OLD_CHALLENGE_BYTES;
        Digest digest = isOld
                ? Digest.MD5
                : Digest.of(question).orElseThrow(() -> new AuthenticationException(
                        "its challenge asks for a proof that is not known here"));
        if (digest == Digest.MD5 && !secret.isMd5Allowed()) {
            throw new AuthenticationException(
                    "it asks for MD5, as Python before 3.12 does, which the key does not allow; see AuthKey.withMd5");
        }
        byte[] proof = secret.sign(digest, question);
        send(isOld ? proof : joined(digest.prefix(), proof));
        if (!Arrays.equals(receive(), WELCOME)) {
            throw new AuthenticationException("it has another key");
        }
    }

    private void send(byte[] message) throws IOException, InterruptedException {
        socket.send(ByteBuffer.wrap(message), false);
    }

    /** Who left before he was asked has left in order. */
    private void sendFirst(byte[] message) throws IOException, InterruptedException {
        try {
            send(message);
        } catch (ClosedChannelException closedHere) {
            throw closedHere;
        } catch (IOException left) {
            throw (EOFException) new EOFException(left.getMessage()).initCause(left);
        }
    }

    private byte[] receive() throws IOException, InterruptedException {
        Message message = socket.receiveSoon(MOST_BYTES, deadline);
        if (message == null) {
            throw new SocketTimeoutException("it did not finish the handshake in time");
        }
        return message.bytes();
    }

    private static boolean startsWith(byte[] message, byte[] beginning) {
        return message.length >= beginning.length
                && Arrays.equals(message, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

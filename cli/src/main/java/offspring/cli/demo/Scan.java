package offspring.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The work itself: plain code that knows nothing of processes. It runs in workers and in the parent alike. */
final class Scan {

    private Scan() {}

    static Tally scan(Chunk chunk) throws IOException {
        Tally tally = new Tally();
        MessageDigest sha = sha256();
        try (Body.Reader files = chunk.body().open()) {
            for (String name : chunk.names()) {
                byte[] content = files.read(name);
                tally.digests().put(name, HexFormat.of().formatHex(sha.digest(content)));
                tally.size()[0] += content.length;
                countWords(content, tally);
                findLongLines(name, content, tally);
            }
        }
        return tally;
    }

    /** A word is a run of ASCII letters, digits and underscores that begins with a letter. */
    private static void countWords(byte[] content, Tally tally) {
        int start = -1;
        for (int i = 0; i <= content.length; i++) {
            int c = i < content.length ? content[i] | 0x20 : ' ';
            if (c >= 'a' && c <= 'z') {
                start = start < 0 ? i : start;
            } else if (start >= 0 && !isInside(i < content.length ? content[i] : ' ')) {
                String word = new String(content, start, i - start, StandardCharsets.ISO_8859_1);
                tally.words().merge(word, 1, Integer::sum);
                start = -1;
            }
        }
    }

    private static boolean isInside(int c) {
        return c >= '0' && c <= '9' || c == '_';
    }

    private static void findLongLines(String name, byte[] content, Tally tally) {
        int number = 1;
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n') {
                tally.note(new Tally.Line(i - start, name, number++));
                start = i + 1;
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

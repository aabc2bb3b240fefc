package offspring.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Words of a text as the {@code java} launcher splits them, for argument files and JDK_JAVA_OPTIONS.
 *
 * <p>Words are separated by white space; quotes of both kinds hold a word together; in an argument
 * file, a backslash inside quotes escapes and {@code #} begins a comment.
 */
final class ArgumentFiles {

    private final String text;
    private final boolean isFile;
    private final List<String> words = new ArrayList<>();
    private int position;

    private ArgumentFiles(String text, boolean isFile) {
        this.text = text;
        this.isFile = isFile;
    }

    /** The arguments with each {@code @file} replaced by the words in it; a file that is gone is left out. */
    static List<String> expanded(List<String> arguments) {
        List<String> all = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("@@")) {
                all.add(argument.substring(1));
            } else if (argument.length() > 1 && argument.startsWith("@")) {
                all.addAll(wordsOfFile(Path.of(argument.substring(1))));
            } else {
                all.add(argument);
            }
        }
        return all;
    }

    /** The words of an environment variable. */
    static List<String> words(String text) {
        return new ArgumentFiles(text, false).split();
    }

    private static List<String> wordsOfFile(Path file) {
        try {
            return new ArgumentFiles(Files.readString(file, Charset.defaultCharset()), true).split();
        } catch (IOException goneSinceTheStart) {
            return List.of();
        }
    }

    private List<String> split() {
        while (skipToWord()) {
            words.add(word());
        }
        return words;
    }

    private boolean skipToWord() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (isFile && c == '#') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                position++;
            } else {
                return true;
            }
        }
        return false;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (quote == 0 && Character.isWhitespace(c)) {
                break;
            }
            position++;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (isFile && quote != 0 && c == '\\' && position < text.length()) {
                word.append(escaped());
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private String escaped() {
        char c = text.charAt(position++);
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'f' -> "\f";
            case '\n' -> skipIndent();
            default -> String.valueOf(c);
        };
    }

    /** A backslash at the end of a line joins it with the next, whose indent does not count. */
    private String skipIndent() {
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
        return "";
    }
}

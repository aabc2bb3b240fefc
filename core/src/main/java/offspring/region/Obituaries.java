package offspring.region;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import offspring.os.Owner;

/**
 * How processes of the family have ended, the last {@value ObituaryLayout#COUNT} of them: written by who started them, read by
 * who finds that somebody is gone.
 *
 * <p>Race: an entry is written over while it is read. Its owner is cleared first and written last, and looked at before and
 * after.
 */
public final class Obituaries {

    /**
     * An end.
     *
     * @param name what the process was called, its beginning at least
     * @param code its exit code, negative for a signal
     */
    public record Obituary(String name, int code) {}

    private final SharedBytes header;

    Obituaries(SharedBytes header) {
        this.header = header;
    }

    /** Tells all how a process has ended. */
    public void add(Owner process, String name, int code) {
        long number = header.getAndAddLong(ObituaryLayout.WRITTEN, 1);
        int at = ObituaryLayout.entry((int) (number % ObituaryLayout.COUNT));
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, ObituaryLayout.NAME_BYTES);
        header.setLongVolatile(at + ObituaryLayout.OWNER, 0);
        header.setIntVolatile(at + ObituaryLayout.CODE, code);
        header.setIntVolatile(at + ObituaryLayout.NAME_LENGTH, length);
        header.put(at + ObituaryLayout.NAME, text, 0, length);
        header.setLongVolatile(at + ObituaryLayout.OWNER, process.pack());
    }

    /** How a process has ended, if somebody knows. Who started it may be about to tell. */
    public Optional<Obituary> find(Owner process) {
        for (int index = 0; index < ObituaryLayout.COUNT; index++) {
            int at = ObituaryLayout.entry(index);
            if (header.getLongVolatile(at + ObituaryLayout.OWNER) == process.pack()) {
                Obituary read = read(at);
                if (header.getLongVolatile(at + ObituaryLayout.OWNER) == process.pack()) {
                    return Optional.of(read);
                }
            }
        }
        return Optional.empty();
    }

    private Obituary read(int at) {
        byte[] name = new byte[Math.clamp(
                header.getIntVolatile(at + ObituaryLayout.NAME_LENGTH), 0, ObituaryLayout.NAME_BYTES)];
        header.get(at + ObituaryLayout.NAME, name, 0, name.length);
        return new Obituary(
                new String(name, StandardCharsets.UTF_8), header.getIntVolatile(at + ObituaryLayout.CODE));
    }
}

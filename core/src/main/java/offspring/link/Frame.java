package offspring.link;

/**
 * One message between parent and child.
 *
 * @param kind what it says
 * @param body the rest, as the kind has it
 */
public record Frame(FrameKind kind, byte[] body) {

    /** Length of what stands before the body: its length (4 bytes) and the kind (1 byte). */
    static final int HEAD_BYTES = 5;

    private static final byte[] EMPTY = new byte[0];

    /** A frame whose kind says everything. */
    public static Frame of(FrameKind kind) {
        return new Frame(kind, EMPTY);
    }
}

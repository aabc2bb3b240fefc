package offspring.link;

/** What a frame between parent and child says. The number on the wire is the ordinal. */
public enum FrameKind {
    /** Parent → child, first on the link: what a child that waits for its job must know ({@link Setup}). */
    SETUP,
    /** Parent → child: what to run, and as whom ({@link Job}). */
    JOB,
    /** Parent → child: interrupt the main thread. */
    INTERRUPT,
    /** Parent → child: the answer to a {@link #CLASS_REQUEST}, {@link #KEEPER_REQUEST} or {@link #LEVELS_REQUEST}, after its number. */
    ANSWER,
    /** Parent → child: where the family's shared memory is, if there was none yet when the job was sent. */
    FAMILY_HEAP,
    /** Child → parent: I have booted. */
    HELLO,
    /** Child → parent: I have read what to run, and have what it refers to; said if the {@link Job} asks for it. */
    JOB_READ,
    /** Child → parent: a request for a class, after a number of the child's choice. */
    CLASS_REQUEST,
    /** Child → parent: where are sockets kept that travel? After a number of the child's choice. */
    KEEPER_REQUEST,
    /** Child → parent: a record for the parent's logging. */
    LOG,
    /** Child → parent: which levels are set in the parent's logging; after a number of the child's choice. */
    LEVELS_REQUEST,
    /** Child → parent: my shutdown has begun; what began it ({@link Goodbye}). */
    GOODBYE,
    /** Child → parent: a remark that changes nothing. */
    NOTE;

    private static final FrameKind[] ALL = values();

    static FrameKind of(int number) throws java.io.IOException {
        if (number < 0 || number >= ALL.length) {
            throw new java.io.IOException(
                    "cannot read from the link: no kind of frame has the number " + number);
        }
        return ALL[number];
    }
}

package offspring.channel;

import java.io.IOException;

/** What other processes ask of a keeper: the first number of a message. The second one is the cell's handle. */
enum KeeperRequest {
    /** Descriptors: where to answer, what to keep. Answered by nothing. */
    KEEP,
    /** Descriptors: where to answer. Answered by the socket, or by nothing if there is none. */
    FETCH,
    /** The same, and nobody else will fetch it. */
    TAKE,
    /** No answer. */
    DROP,
    /** From its own process: there is something to look after. No answer. */
    WAKE,
    /** From its own process: end. No answer. */
    END;

    private static final KeeperRequest[] ALL = values();

    static KeeperRequest of(long number) throws IOException {
        if (number < 0 || number >= ALL.length) {
            throw new IOException("cannot read a request: there is none of this number; number=" + number);
        }
        return ALL[(int) number];
    }
}

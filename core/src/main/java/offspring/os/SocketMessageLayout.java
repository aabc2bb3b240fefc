package offspring.os;

/**
 * One message of a Unix socket with descriptors in it, and all that sendmsg(2) and recvmsg(2) want to know of it.
 *
 * <pre>
 *      0  struct msghdr     name 8, bytes of it u32, vectors 8, their count 8, control 8, bytes of it 8, flags i32
 *     56  struct iovec      base 8, length 8
 *     72  the data          two longs
 *     88                    unused
 *     96  control           records of: length u64 with this head, level i32, type i32, then the content; from 8 to 8
 * bytes
 *    192  struct sockaddr_un, 110 bytes
 *    304  (end)
 *
 *  the content of SCM_RIGHTS is descriptors, i32 each; that of SCM_CREDENTIALS pid i32, uid u32, gid u32
 * </pre>
 *
 * <p>The same on x86-64 and aarch64.
 */
final class SocketMessageLayout {

    static final int NAME = 0;
    static final int NAME_LENGTH = 8;
    static final int VECTORS = 16;
    static final int VECTOR_COUNT = 24;
    static final int CONTROL = 32;
    static final int CONTROL_LENGTH = 40;
    static final int FLAGS = 48;

    static final int VECTOR = 56;
    static final int VECTOR_LENGTH = 64;
    static final int FIRST = 72;
    static final int SECOND = 80;
    static final int DATA_BYTES = 16;

    static final int RECORDS = 96;
    static final int RECORDS_BYTES = 96;
    static final int RECORD_HEAD_BYTES = 16;
    private static final int RECORD_LEVEL = 8;
    private static final int RECORD_TYPE = 12;

    static final int ADDRESS = 192;
    static final int PATH = 2;
    static final int PATH_BYTES = 108;
    static final int BYTES = 304;

    private SocketMessageLayout() {}

    static int level(int record) {
        return record + RECORD_LEVEL;
    }

    static int type(int record) {
        return record + RECORD_TYPE;
    }

    /** Where the next record begins after one of so many bytes. */
    static int next(int record, long bytes) {
        return record + (int) (bytes + 7 & ~7L);
    }

    /** A descriptor in a record of them; or the pid, which comes first of the credentials, or the uid after it. */
    static int content(int record, int index) {
        return record + RECORD_HEAD_BYTES + index * Integer.BYTES;
    }

    static int path(int index) {
        return ADDRESS + PATH + index;
    }
}

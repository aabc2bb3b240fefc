package offspring.region;

/**
 * How processes have ended: a part of the family heap's head, behind the slots of {@link HeapLayout}.
 *
 * <pre>
 *  69632  written      long   how many were ever written
 *  69696  entry 0      96 bytes
 *  69792  entry 1
 *    ...
 * 117696  (end of entry 499)
 *
 *  an entry:
 *      0  owner        long   which process it was, packed; 0: none, or it is being written
 *      8  code         int    its exit code, negative for a signal
 *     12  name length  int    in bytes
 *     16  name                80 bytes of UTF-8
 * </pre>
 */
final class ObituaryLayout {

    static final int COUNT = 500;
    static final int WRITTEN = 69_632;

    static final int OWNER = 0;
    static final int CODE = 8;
    static final int NAME_LENGTH = 12;
    static final int NAME = 16;
    static final int NAME_BYTES = 80;

    private static final int ENTRIES = 69_696;
    private static final int ENTRY_BYTES = 96;

    private ObituaryLayout() {}

    static int entry(int index) {
        return ENTRIES + index * ENTRY_BYTES;
    }
}

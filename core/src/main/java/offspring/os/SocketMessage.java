package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads what {@link SocketMessageLayout} describes. */
final class SocketMessage {

    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;

    private SocketMessage() {}

    /** Memory for one, zeros save for the addresses in it. */
    static MemorySegment allocate(Arena arena, long controlBytes) {
        MemorySegment memory = arena.allocate(SocketMessageLayout.BYTES, Long.BYTES);
        memory.set(JAVA_LONG, SocketMessageLayout.VECTORS, memory.address() + SocketMessageLayout.VECTOR);
        memory.set(JAVA_LONG, SocketMessageLayout.VECTOR_COUNT, 1);
        memory.set(JAVA_LONG, SocketMessageLayout.VECTOR, memory.address() + SocketMessageLayout.FIRST);
        memory.set(JAVA_LONG, SocketMessageLayout.VECTOR_LENGTH, SocketMessageLayout.DATA_BYTES);
        memory.set(JAVA_LONG, SocketMessageLayout.CONTROL, memory.address() + SocketMessageLayout.RECORDS);
        memory.set(JAVA_LONG, SocketMessageLayout.CONTROL_LENGTH, controlBytes);
        return memory;
    }

    /** How many bytes of control so many descriptors take. */
    static long recordBytes(int descriptors) {
        return descriptors == 0 ? 0 : SocketMessageLayout.next(0, SocketMessageLayout.content(0, descriptors));
    }

    /** The record of the descriptors that go along. */
    static void writeDescriptors(MemorySegment memory, OwnedDescriptor... descriptors) {
        int record = SocketMessageLayout.RECORDS;
        memory.set(JAVA_LONG, record, SocketMessageLayout.content(0, descriptors.length));
        memory.set(JAVA_INT, SocketMessageLayout.level(record), SocketName.SOL_SOCKET);
        memory.set(JAVA_INT, SocketMessageLayout.type(record), SCM_RIGHTS);
        for (int i = 0; i < descriptors.length; i++) {
            memory.set(JAVA_INT, SocketMessageLayout.content(record, i), descriptors[i].number());
        }
    }

    /** Where to send, or be found; how long that is. An abstract name begins with a zero, and its length counts. */
    static int writeAddress(MemorySegment memory, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SocketMessageLayout.PATH_BYTES) {
            throw new IOException("cannot name a socket: too long; name=" + name);
        }
        memory.set(JAVA_SHORT, SocketMessageLayout.ADDRESS, (short) SocketName.AF_UNIX);
        for (int i = 0; i < bytes.length; i++) {
            memory.set(JAVA_BYTE, SocketMessageLayout.path(i + 1), bytes[i]);
        }
        return SocketMessageLayout.PATH + 1 + bytes.length;
    }

    /** What was received. */
    static DescriptorSocket.Message read(MemorySegment memory) {
        List<OwnedDescriptor> descriptors = new ArrayList<>(2);
        long pid = 0;
        long user = -1;
        long end = SocketMessageLayout.RECORDS + memory.get(JAVA_LONG, SocketMessageLayout.CONTROL_LENGTH);
        int record = SocketMessageLayout.RECORDS;
        while (record + SocketMessageLayout.RECORD_HEAD_BYTES <= end) {
            long bytes = memory.get(JAVA_LONG, record);
            if (bytes < SocketMessageLayout.RECORD_HEAD_BYTES) {
                break;
            }
            int type = memory.get(JAVA_INT, SocketMessageLayout.type(record));
            if (type == SCM_CREDENTIALS) {
                pid = memory.get(JAVA_INT, SocketMessageLayout.content(record, 0));
                user = memory.get(JAVA_INT, SocketMessageLayout.content(record, 1));
            } else if (type == SCM_RIGHTS) {
                long count = (bytes - SocketMessageLayout.RECORD_HEAD_BYTES) / Integer.BYTES;
                for (int i = 0; i < count; i++) {
                    descriptors.add(new OwnedDescriptor(
                            memory.get(JAVA_INT, SocketMessageLayout.content(record, i))));
                }
            }
            record = SocketMessageLayout.next(record, bytes);
        }
        return new DescriptorSocket.Message(
                memory.get(JAVA_LONG, SocketMessageLayout.FIRST),
                memory.get(JAVA_LONG, SocketMessageLayout.SECOND),
                pid,
                user,
                List.copyOf(descriptors));
    }
}

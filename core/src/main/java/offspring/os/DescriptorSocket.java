package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A Unix socket of this machine, for messages of two longs that carry descriptors: SCM_RIGHTS of unix(7).
 *
 * <p>Shape: datagrams, so each message comes whole or not at all and a peer that dies or stops in between is nobody's
 * concern. A socket that others find has a name in Linux's abstract name space: it is gone with the last descriptor of
 * it.
 *
 * <p>Processes: who receives is told the sender's user by the kernel. A descriptor that is under way keeps its file
 * open; one that nobody receives is closed with the socket that it waits in.
 */
public final class DescriptorSocket implements Closeable {

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SO_PASSCRED = 16;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    private final OwnedDescriptor descriptor;

    private DescriptorSocket(OwnedDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    private static DescriptorSocket of(long number) {
        return new DescriptorSocket(new OwnedDescriptor((int) number));
    }

    /** Two that are connected to each other; when one is closed, the other {@linkplain #receive receives} null. */
    public record Pair(DescriptorSocket first, DescriptorSocket second) implements Closeable {
        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    /**
     * What was received.
     *
     * @param first what the sender says
     * @param second what the sender says
     * @param pid the sender, where the receiver has a name
     * @param user the sender's user, where the receiver has a name; else -1
     * @param descriptors what came with it; fewer than were sent if this process has no more
     */
    public record Message(long first, long second, long pid, long user, List<OwnedDescriptor> descriptors)
            implements Closeable {
        @Override
        public void close() {
            descriptors.forEach(OwnedDescriptor::close);
        }
    }

    /**
     * A socket that others can send to.
     *
     * <p>{@code int socket(AF_UNIX, int type, 0)}, {@code int bind(int fd, const struct sockaddr *addr, socklen_t
     * bytes)}.
     *
     * @throws IOException if the name is taken, or no descriptor is left
     */
    public static DescriptorSocket bind(String name) throws IOException {
        DescriptorSocket socket = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(SocketMessageLayout.BYTES, Long.BYTES);
            memory.set(JAVA_INT, 0, 1);
            long setting = memory.address();
            check("setsockopt", Native.call(
                    SystemCall.SETSOCKOPT, socket.number(), SocketName.SOL_SOCKET, SO_PASSCRED, setting, Integer.BYTES, 0));
            int bytes = SocketMessage.writeAddress(memory, name);
            long address = memory.address() + SocketMessageLayout.ADDRESS;
            check("bind", Native.call(SystemCall.BIND, socket.number(), address, bytes));
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** A socket to send from. */
    public static DescriptorSocket open() throws IOException {
        return of(
                check("socket", Native.call(SystemCall.SOCKET, SocketName.AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
    }

    /** {@code int socketpair(AF_UNIX, int type, 0, int both[2])}. */
    public static Pair pair() throws IOException {
        MemorySegment both = Native.scratch();
        check("socketpair", Native.call(
                SystemCall.SOCKETPAIR, SocketName.AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, both.address()));
        return new Pair(of(both.get(JAVA_INT, 0)), of(both.get(JAVA_INT, 4)));
    }

    /** {@code uid_t getuid(void)}: what {@link Message#user} says of our own. */
    public static long ourUser() {
        return Native.call(SystemCall.GETUID);
    }

    /** To be sent to others. */
    public OwnedDescriptor descriptor() {
        return descriptor;
    }

    private int number() {
        return descriptor.number();
    }

    /**
     * Sends to the other one of a pair. Does not wait.
     *
     * @throws IOException if that is gone, or is not read
     */
    public void send(long first, long second, OwnedDescriptor... descriptors) throws IOException {
        send(null, MSG_DONTWAIT, first, second, descriptors);
    }

    /**
     * Sends to the socket of a name; waits while that has more messages than it may.
     *
     * @throws IOException if there is none
     */
    public void sendTo(String name, long first, long second, OwnedDescriptor... descriptors) throws IOException {
        send(name, 0, first, second, descriptors);
    }

    /** The same, but gives up rather than wait. */
    public void trySendTo(String name, long first, long second) throws IOException {
        send(name, MSG_DONTWAIT, first, second);
    }

    /** {@code ssize_t sendmsg(int fd, const struct msghdr *message, int flags)}. */
    private void send(String name, int flags, long first, long second, OwnedDescriptor... descriptors)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = SocketMessage.allocate(arena, SocketMessage.recordBytes(descriptors.length));
            if (name != null) {
                memory.set(JAVA_LONG, SocketMessageLayout.NAME, memory.address() + SocketMessageLayout.ADDRESS);
                memory.set(JAVA_INT, SocketMessageLayout.NAME_LENGTH, SocketMessage.writeAddress(memory, name));
            }
            memory.set(JAVA_LONG, SocketMessageLayout.FIRST, first);
            memory.set(JAVA_LONG, SocketMessageLayout.SECOND, second);
            SocketMessage.writeDescriptors(memory, descriptors);
            check("sendmsg", repeat(SystemCall.SENDMSG, memory, flags | MSG_NOSIGNAL));
        }
    }

    /** Sends over the other one of a pair, which came in a message. Does not wait. */
    public static void answer(OwnedDescriptor where, OwnedDescriptor... descriptors) throws IOException {
        new DescriptorSocket(where).send(null, MSG_DONTWAIT, 0, 0, descriptors);
    }

    /**
     * The next message; waits for it.
     *
     * <p>{@code ssize_t recvmsg(int fd, struct msghdr *message, int flags)}.
     *
     * @return null if there will be none, since the other one of the pair is closed
     */
    public Message receive() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = SocketMessage.allocate(arena, SocketMessageLayout.RECORDS_BYTES);
            long bytes = check("recvmsg", repeat(SystemCall.RECVMSG, memory, MSG_CMSG_CLOEXEC));
            return bytes == 0 ? null : SocketMessage.read(memory);
        }
    }

    /**
     * Waits until there is something to receive.
     *
     * @return false if nothing came in time; true also if it could not wait
     */
    public boolean awaitMessage(long nanos) {
        PollVector vector = new PollVector();
        vector.add(number());
        return !vector.await(nanos) || vector.isReady(0);
    }

    private long repeat(SystemCall call, MemorySegment message, int flags) {
        long result;
        do {
            result = Native.call(call, number(), message.address(), flags);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static long check(String call, long result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with " + Errno.name(result));
        }
        return result;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}

package offspring.os;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.NetworkChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * A channel of the JDK for a socket that came from another process.
 *
 * <p>The JDK's own constructors for accepted sockets make it, which {@code sun.reflect.ReflectionFactory} of the
 * module {@code jdk.unsupported} gives to serialization libraries: the channel is like any other, with both addresses.
 * Where they cannot be had, {@link SubstitutedSocket} does what can be done without.
 */
public final class ArrivedChannel {

    private static final String CONNECTION = "sun.nio.ch.SocketChannelImpl";
    private static final String LISTENER = "sun.nio.ch.ServerSocketChannelImpl";

    private ArrivedChannel() {}

    /**
     * A {@link java.nio.channels.SocketChannel} or {@link java.nio.channels.ServerSocketChannel}, in blocking mode,
     * which owns the descriptor from now on.
     *
     * @throws IOException if it cannot be made; the descriptor is closed
     */
    public static NetworkChannel of(OwnedDescriptor descriptor) throws IOException {
        try (descriptor) {
            int number = descriptor.number();
            NetworkChannel channel = isListening(number)
                    ? listener(descriptor)
                    : connection(descriptor, SocketName.remote(number).orElse(null));
            return channel != null ? channel : SubstitutedSocket.of(descriptor);
        }
    }

    static boolean isListening(int number) {
        return SocketName.option(number, SocketName.SO_ACCEPTCONN) > 0;
    }

    static ProtocolFamily familyOf(int number) {
        return switch (SocketName.option(number, SocketName.SO_DOMAIN)) {
            case SocketName.AF_UNIX -> StandardProtocolFamily.UNIX;
            case SocketName.AF_INET6 -> StandardProtocolFamily.INET6;
            default -> StandardProtocolFamily.INET;
        };
    }

    private static NetworkChannel connection(OwnedDescriptor descriptor, SocketAddress remote) throws IOException {
        return make(descriptor, CONNECTION, SocketAddress.class, remote);
    }

    private static NetworkChannel listener(OwnedDescriptor descriptor) throws IOException {
        return make(descriptor, LISTENER, boolean.class, true);
    }

    /** Null if this JDK does not let us. */
    private static NetworkChannel make(OwnedDescriptor descriptor, String type, Class<?> lastType, Object last)
            throws IOException {
        Constructor<?> ofDescriptor = constructor("java.io.FileDescriptor", int.class);
        Constructor<?> ofChannel =
                constructor(type, SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, lastType);
        if (ofDescriptor == null || ofChannel == null) {
            return null;
        }
        try {
            Object file = ofDescriptor.newInstance(descriptor.number());
            Object channel = ofChannel.newInstance(
                    SelectorProvider.provider(), familyOf(descriptor.number()), file, last);
            descriptor.giveAway();
            return (NetworkChannel) channel;
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException refused) {
            throw new IOException("cannot make a channel for a socket that came", refused);
        }
    }

    /** By reflection throughout, since the compiler warns about every mention of that factory. */
    private static Constructor<?> constructor(String type, Class<?>... parameters) {
        try {
            Class<?> named = Class.forName(type);
            Constructor<?> found = named.getDeclaredConstructor(parameters);
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            return (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(factory.getMethod("getReflectionFactory").invoke(null), named, found);
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return null;
        }
    }
}

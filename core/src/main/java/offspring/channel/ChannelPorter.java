package offspring.channel;

import java.io.IOException;
import java.io.InvalidClassException;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import offspring.handle.Handle;
import offspring.os.ChannelDescriptors;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.os.OwnedDescriptor;
import offspring.region.SharedCell;
import offspring.wire.ChannelTravel;
import offspring.wire.Travel;

/** Gives sockets that are about to travel to the keeper, and what stands for them to the message. */
final class ChannelPorter implements ChannelTravel.Porter {

    static {
        ChannelTravel.carriedBy(new ChannelPorter());
    }

    private ChannelPorter() {}

    @Override
    public Object standInFor(Channel channel) throws IOException {
        if (!(channel instanceof SocketChannel || channel instanceof ServerSocketChannel)) {
            return channel;
        }
        check((SelectableChannel) channel);
        try (OwnedDescriptor descriptor = duplicate(channel)) {
            return keep(descriptor);
        } catch (IOException failed) {
            throw cannot(channel, "cannot leave this process: " + failed.getMessage(), failed);
        }
    }

    private static void check(SelectableChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw cannot(channel, "is closed: send it before you close it", null);
        }
        if (channel instanceof SocketChannel connection && !connection.isConnected()) {
            throw cannot(channel, "is not connected: connect it first, or in the other process", null);
        }
        if (channel instanceof ServerSocketChannel listener && listener.getLocalAddress() == null) {
            throw cannot(channel, "is not bound: bind it first, or in the other process", null);
        }
        if (channel.isRegistered()) {
            throw cannot(channel, "is registered with a Selector, so that closing it here would end the connection there"
                    + " too: cancel its key and call selectNow() before you send it", null);
        }
        String whyNot = Features.whyNot(Feature.HANDOFF);
        if (!whyNot.isEmpty()) {
            throw cannot(channel, "cannot leave this process: sockets cannot be handed over here (" + whyNot
                    + "); open the connection in the other process, or share the port with SO_REUSEPORT", null);
        }
    }

    private static OwnedDescriptor duplicate(Channel channel) throws IOException {
        return channel instanceof SocketChannel connection
                ? ChannelDescriptors.duplicate(connection)
                : ChannelDescriptors.duplicate((ServerSocketChannel) channel);
    }

    /** The cell is counted before the keeper has the socket: whoever drops its last use has it closed. */
    private static Handle keep(OwnedDescriptor descriptor) throws IOException {
        long keeper = Keepers.address();
        SharedCell cell = Handle.newCell(ChannelKind.CHANNEL);
        cell.setLong(ChannelLayout.KEEPER, keeper);
        cell.setInt(ChannelLayout.ONCE, Travel.isReadOnce() ? 1 : 0);
        Handle handle = new Handle(ChannelKind.CHANNEL, cell);
        Keepers.keep(keeper, cell.handle(), descriptor);
        return handle;
    }

    private static InvalidClassException cannot(Channel channel, String why, Exception cause) {
        InvalidClassException refused = new InvalidClassException(channel.getClass().getName(), why);
        refused.initCause(cause);
        return refused;
    }
}

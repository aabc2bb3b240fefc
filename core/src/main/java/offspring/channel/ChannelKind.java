package offspring.channel;

import java.io.IOException;
import offspring.handle.Kind;
import offspring.region.Farewell;
import offspring.region.SharedCell;
import offspring.wire.Travel;

/**
 * The kind of the cell that stands for a socket while it travels: as long as somebody uses the cell, the keeper keeps
 * the socket.
 */
enum ChannelKind implements Kind {
    CHANNEL;

    @Override
    public int number() {
        return Farewell.CHANNEL_KIND;
    }

    @Override
    public String typeName() {
        return "java.nio.channels.SocketChannel";
    }

    @Override
    public Object of(SharedCell cell) throws IOException {
        return Travel.open(cell.handle(), () -> Keepers.fetch(cell));
    }
}

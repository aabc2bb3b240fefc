package offspring.wire;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.channels.Channel;

/** What stands for a channel of the JDK on its way. Who knows lies above, and is found by its name. */
public final class ChannelTravel {

    /** Takes channels to other processes. */
    public interface Porter {

        /**
         * What is to be written instead: an object that becomes a channel for the same socket where it is read. Or the
         * channel itself, if it is of a type that does not travel.
         *
         * @throws java.io.InvalidClassException if this one cannot, which says why
         * @throws IOException never otherwise
         */
        Object standInFor(Channel channel) throws IOException;
    }

    private static final String CLASS = "offspring.channel.ChannelPorter";

    private static volatile Porter porter;

    private ChannelTravel() {}

    /** Called once, by the class that does it. */
    public static void carriedBy(Porter one) {
        porter = one;
    }

    static Object standInFor(Channel channel) throws IOException {
        if (porter == null) {
            initialize();
        }
        return porter.standInFor(channel);
    }

    private static void initialize() throws IOException {
        try {
            Class.forName(CLASS);
        } catch (ClassNotFoundException incomplete) {
            throw (IOException) new NotSerializableException(CLASS).initCause(incomplete);
        }
    }
}

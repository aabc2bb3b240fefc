package offspring.channel;

/**
 * The cell of a travelling socket.
 *
 * <pre>
 *      0  keeper            long   where the keeper is that has it, see {@link KeeperName}
 *      8  once              int    1: who fetches the socket is the only one, it need not be kept any longer
 * </pre>
 */
final class ChannelLayout {

    static final int KEEPER = 0;
    static final int ONCE = 8;

    private ChannelLayout() {}
}

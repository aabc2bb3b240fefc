package offspring.channel;

/**
 * The cell of a travelling socket.
 *
 * <pre>
 *      0  keeper            long   where the keeper is that has it, see {@link KeeperName}
 * </pre>
 */
final class ChannelLayout {

    static final int KEEPER = 0;

    private ChannelLayout() {}
}

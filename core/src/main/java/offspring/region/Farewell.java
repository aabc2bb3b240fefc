package offspring.region;

/**
 * What has to be done when nobody uses a cell any more, for the {@linkplain #FIRST_KIND kinds} that ask for it, since
 * more belongs to such a cell than its own extension. It is done by
 * whoever drops the last use: a process that lets go, or one that settles for a dead one, and perhaps has never seen
 * a cell of that kind before. So the class above that knows is found by its name.
 *
 * <p>Race: who is about to do it is killed. It is not done then, so nothing may wait for it for ever: that nobody
 * uses a cell can be seen by everybody, see {@link Cells#isUsed}.
 */
public interface Farewell {

    /** The kinds from here to {@link #LAST_KIND} have a farewell. */
    int FIRST_KIND = 0x40;

    /** Those from here on are of objects that are closed: a process counts its use no more when its last {@link Hold} is closed. */
    int FIRST_CLOSED_KIND = 0x60;

    int LAST_KIND = 0x7F;

    /** Those up to here are closed, too, but there is nothing to be said. */
    int LAST_CLOSED_KIND = 0x8F;

    /** That of sockets on their way, which has a class of its own below the other one. */
    int CHANNEL_KIND = 0x7E;

    /** The class that knows how, which calls {@link Farewells#saidBy} when it is initialized. */
    String CLASS = "offspring.ipc.LastUse";

    /** The same for {@link #CHANNEL_KIND}; it calls {@link Farewells#ofChannelsSaidBy}. */
    String CLASS_OF_CHANNELS = "offspring.channel.ChannelFarewell";

    /** Whether cells of this kind have one. */
    static boolean isFor(int kind) {
        return kind >= FIRST_KIND && kind <= LAST_KIND;
    }

    /** Whether cells of this kind belong to objects that are closed. */
    static boolean isClosed(int kind) {
        return kind >= FIRST_CLOSED_KIND && kind <= LAST_CLOSED_KIND;
    }

    /**
     * Nobody uses the cell any more. Called once, perhaps with locks of this package held; waits for nobody, or for moments.
     *
     * @param kind what it is
     * @param cell all that is in it, for the time of the call
     */
    void say(int kind, SharedCell cell);
}

package offspring.channel;

import offspring.region.Farewell;
import offspring.region.Farewells;
import offspring.region.SharedCell;

/** Nobody will fetch a socket any more: the keeper closes it. */
final class ChannelFarewell implements Farewell {

    static {
        Farewells.ofChannelsSaidBy(new ChannelFarewell());
    }

    private ChannelFarewell() {}

    @Override
    public void say(int kind, SharedCell cell) {
        Keepers.drop(cell);
    }
}

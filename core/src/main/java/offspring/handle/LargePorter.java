package offspring.handle;

import java.io.IOException;
import offspring.region.Farewell;
import offspring.wire.LargeTravel;

/**
 * Puts the bytes of large payloads into shared memory: a cell whose regions they fill. The cell is of a kind that is
 * closed, so the memory goes back as soon as the last reader has read, or the last who could has died.
 */
final class LargePorter implements LargeTravel.Porter {

    /** Of the cells. */
    static final int KIND = Farewell.LAST_KIND + 1;

    static {
        LargeTravel.carriedBy(new LargePorter());
    }

    private LargePorter() {}

    @Override
    public LargeTravel.Sink load() throws IOException {
        return new LargeSink();
    }

    @Override
    public LargeTravel.Source unload(long handle, long bytes) throws IOException {
        return new LargeSource(handle, bytes);
    }
}

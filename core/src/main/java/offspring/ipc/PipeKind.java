package offspring.ipc;

import java.io.IOException;
import offspring.handle.Kind;
import offspring.region.Farewell;
import offspring.region.SharedCell;

/** The cells of a pipe. Both kinds have a farewell, see {@link LastUse}. */
enum PipeKind implements Kind {
    /** What both ends have in common. Never travels by itself. */
    BODY(Farewell.FIRST_CLOSED_KIND, "SharedPipe") {
        @Override
        public Object of(SharedCell cell) {
            throw new IllegalStateException("a pipe travels as its ends; " + cell);
        }
    },
    END(Farewell.FIRST_CLOSED_KIND + 1, "Connection") {
        @Override
        public Object of(SharedCell cell) throws IOException {
            return new PipeConnection<>(PipeEnd.attach(cell));
        }
    };

    private final int number;
    private final String simpleName;

    PipeKind(int number, String simpleName) {
        this.number = number;
        this.simpleName = simpleName;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String typeName() {
        return "offspring.ipc." + simpleName;
    }
}

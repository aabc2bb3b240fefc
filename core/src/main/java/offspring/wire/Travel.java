package offspring.wire;

import java.io.ObjectOutputStream;

/** What objects that only this library may carry from process to process want to know. */
public final class Travel {

    private Travel() {}

    /** Whether what is written to the stream goes to a process of this program. */
    public static boolean isOurs(ObjectOutputStream out) {
        return out instanceof GraphWriter;
    }
}

package offspring.wire;

import java.io.IOException;

/** Where a process asks for classes it does not have: its parent, at the other end of the link. */
@FunctionalInterface
public interface ClassSource {

    /**
     * Asks, and waits for the answer.
     *
     * @param request bytes for the parent's {@link ProgramClasses#answer}
     * @return what that returned
     * @throws IOException if the parent cannot be asked any more
     */
    byte[] ask(byte[] request) throws IOException;
}

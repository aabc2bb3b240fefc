package offspring.ipc;

import java.io.IOException;
import offspring.message.MessageStream;
import offspring.message.Outgoing;
import offspring.region.FamilyHeap;

/** Puts a message, and says that there is no memory only if what nobody can reach any more is not enough either. */
final class Putting {

    private Putting() {}

    static MessageStream.Put put(MessageStream stream, Outgoing message, FamilyHeap heap) throws IOException {
        try {
            return stream.tryPut(message);
        } catch (IOException full) {
            heap.cells().collect();
            return stream.tryPut(message);
        }
    }
}

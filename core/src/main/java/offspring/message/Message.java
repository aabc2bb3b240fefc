package offspring.message;

import java.util.List;
import offspring.region.Hold;

/**
 * A message that was taken from a stream, or looked at.
 *
 * @param number how many were put before it
 * @param kind what its sender said
 * @param payload its bytes
 * @param cargo the shared objects in it, to be kept reachable until it was decoded
 */
public record Message(long number, int kind, byte[] payload, List<Hold> cargo) {

    /** It was decoded, or will not be. Who forgets this leaves it to the garbage collector. */
    public void letGo() {
        cargo.forEach(Hold::close);
    }
}

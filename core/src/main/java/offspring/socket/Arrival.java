package offspring.socket;

import java.net.SocketAddress;

/**
 * What came of a peer that asked to be let in.
 *
 * @param peer who it is; a Unix socket's client has no name; null if nobody could be let in
 * @param socket the connection; null if it failed
 * @param failure why it failed; null if it did not
 */
public record Arrival(SocketAddress peer, MessageSocket socket, Exception failure) {}

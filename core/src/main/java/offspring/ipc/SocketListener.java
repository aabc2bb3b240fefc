package offspring.ipc;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import offspring.AuthenticationException;
import offspring.os.Readable;
import offspring.socket.Arrival;
import offspring.socket.MessageSocket;
import offspring.socket.Reception;

/** The listener there is. */
final class SocketListener implements Listener, Readable {

    private final Reception reception;
    private final Address address;
    private volatile Address lastAccepted;

    private SocketListener(Reception reception, Address address) {
        this.reception = reception;
        this.address = address;
    }

    static SocketListener bind(Address address, AuthKey key, Reception.Limits limits) throws IOException {
        SocketAddress place = address.resolve().getFirst();
        Reception reception = Reception.open(place, key.secret(), limits);
        return new SocketListener(reception, address.port() == 0 ? Address.tcp(address.host(), portOf(reception)) : address);
    }

    private static int portOf(Reception reception) {
        return Address.of(reception.address()).port();
    }

    @Override
    public <T> Connection<T> accept() throws IOException, InterruptedException {
        return connection(reception.next(MessageSocket.FOREVER));
    }

    @Override
    public <T> Connection<T> accept(Duration timeout) throws IOException, InterruptedException {
        Arrival arrival = reception.next(SocketConnection.nanos(timeout));
        if (arrival == null) {
            throw new SocketTimeoutException("cannot accept a connection: nobody came in time; address=" + address
                    + " timeout=" + timeout);
        }
        return connection(arrival);
    }

    private <T> Connection<T> connection(Arrival arrival) throws IOException {
        lastAccepted = Address.of(arrival.peer());
        return switch (arrival.failure()) {
            case null -> new SocketConnection<>(arrival.socket());
            case AuthenticationException refused -> throw refused;
            case Exception failed -> throw new IOException(
                    "cannot accept a connection: " + failed.getMessage() + "; address=" + address, failed);
        };
    }

    @Override
    public Optional<Address> lastAccepted() {
        return Optional.ofNullable(lastAccepted);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public boolean isReady() {
        return reception.isReady();
    }

    @Override
    public Registration register(Runnable wake) {
        return reception.register(wake);
    }

    @Override
    public void close() throws IOException {
        reception.close();
    }

    @Override
    public String toString() {
        return "Listener[" + address + "]";
    }
}

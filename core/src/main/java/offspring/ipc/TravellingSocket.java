package offspring.ipc;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.channels.SocketChannel;
import offspring.socket.MessageSocket;
import offspring.socket.Pause;
import offspring.socket.Unread;
import offspring.wire.Travel;

/** What travels in place of a connection between two programs: its socket, and what was read of it and not received. */
final class TravellingSocket implements Serializable {

    private static final long serialVersionUID = 1;

    /** Only where it is written. */
    private final transient SocketConnection<?> connection;
    /** Only where it is read, as what follows. */
    private transient SocketChannel channel;

    private transient Unread unread;

    TravellingSocket(SocketConnection<?> connection) {
        this.connection = connection;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!Travel.isOurs(out)) {
            throw connection.refusal("it travels between the processes of a program and nowhere else");
        }
        if (Travel.isTrialOfField(out)) {
            throw connection.refusal("in a field of the program it would go to other processes with every task;"
                    + " pass it as an argument");
        }
        try (Pause pause = connection.pause()) {
            out.writeObject(pause.unread());
            write(pause.channel(), out);
        }
    }

    private void write(SocketChannel open, ObjectOutputStream out) throws IOException {
        try {
            out.writeObject(open);
        } catch (InvalidClassException refused) {
            String why = refused.getMessage().substring(refused.classname.length() + "; ".length());
            throw (IOException) connection.refusal("it " + why).initCause(refused);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        Travel.requireOurs("a Connection");
        unread = (Unread) in.readObject();
        channel = (SocketChannel) in.readObject();
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            return new SocketConnection<>(MessageSocket.arrived(channel, unread));
        } catch (IOException gone) {
            throw new InvalidObjectException("cannot take over a Connection: " + gone.getMessage(), gone);
        }
    }
}

// Who may talk to a listener: whoever has its key. Equal keys connect; with any other both sides get an AuthenticationException,
// and the listener goes on. The key itself is never sent.

import module offspring;

void main() throws Exception {
    AuthKey key = AuthKey.random(); // as Python's: 32 random bytes
    try (Listener listener = Listener.bind(Address.tcp("localhost", 0), key)) {
        Address address = listener.address();

        ChildProcess.of((place, secret) -> call(place, secret), address, key).start(); // a key travels within a program
        IO.println("with the same key: " + answer(listener));

        ChildProcess.of((place, secret) -> call(place, secret), address, AuthKey.random()).start();
        IO.println("with another key: " + answer(listener));

        ChildProcess.of((place, secret) -> call(place, secret), address, AuthKey.of("a password".getBytes())).start();
        IO.println("with a guess: " + answer(listener));

        ChildProcess.of((place, secret) -> call(place, secret), address, key).start();
        IO.println("with the same key again: " + answer(listener));
    }
    for (ChildProcess child : ChildProcess.active()) {
        child.join();
    }
    IO.println("the key itself is a secret: " + key);

    // All processes of a program have one key that nobody else has.
    AuthKey ours = AuthKey.family();
    ChildProcess child = new ChildProcess(() -> System.exit(AuthKey.family().equals(ours) ? 0 : 1)).start();
    child.join();
    IO.println("a child has the family's: " + (child.exitCode().getAsInt() == 0));
}

static void call(Address address, AuthKey key) throws Exception {
    try (Connection<String> connection = Connection.connect(address, key)) {
        connection.send("hello");
    } catch (AuthenticationException refused) {
        // the listener says so too
    }
}

static String answer(Listener listener) throws Exception {
    try (Connection<String> connection = listener.accept()) {
        return connection.receive();
    } catch (AuthenticationException refused) {
        return refused.getClass().getSimpleName();
    }
}

// Prints, in this order:
//   with the same key: hello
//   with another key: AuthenticationException
//   with a guess: AuthenticationException
//   with the same key again: hello
//   the key itself is a secret: AuthKey[32 bytes]
//   a child has the family's: true

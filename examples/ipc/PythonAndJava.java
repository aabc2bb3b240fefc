// A Python program and a Java program exchange messages: Python's multiprocessing.connection is at the other end. Bytes only, since
// each language has objects of its own; text and JSON are bytes.

import module offspring;

static final String PYTHON = """
        import sys
        from multiprocessing.connection import Client

        with Client(sys.argv[1], authkey=b"a key that both know") as connection:
            for word in ("offspring", "speaks", "Python"):
                connection.send_bytes(word.encode())
                print("Python reads", connection.recv_bytes().decode(), flush=True)
        """;

void main() throws Exception {
    // withMd5: Python before 3.12 has nothing better. From 3.12 on leave it out.
    AuthKey key = AuthKey.of("a key that both know".getBytes()).withMd5();
    Path directory = Files.createTempDirectory("python");
    try (Listener listener = Listener.bind(Address.unix(directory.resolve("socket")), key)) {
        Process python = new ProcessBuilder("python3", "-c", PYTHON, listener.address().toString())
                .inheritIO()
                .start();
        try (Connection<Object> connection = listener.accept()) {
            while (true) {
                String word = new String(connection.receiveBytes());
                connection.sendBytes(word.toUpperCase().getBytes());
            }
        } catch (EOFException end) {
            python.waitFor();
            IO.println("Python has ended");
        }
    }
    Files.delete(directory);
}

// Prints, in this order:
//   Python reads OFFSPRING
//   Python reads SPEAKS
//   Python reads PYTHON
//   Python has ended

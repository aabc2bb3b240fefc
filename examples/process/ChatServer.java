// A chat server that answers in capitals, with a process of its own for each client.
//
// The parent accepts; the connection travels to a child, and the parent closes its own at once. (Tutorials pass it by fork, which
// binds the port a second time where processes are started afresh.) A child that crashes takes one client with it, no more.

import module offspring;

void main() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
    Thread.ofPlatform().start(() -> serve(server));

    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
        clients.add(SocketChannel.open(server.getLocalAddress()));
    }
    for (String text : List.of("hello", "how are you?")) {
        for (SocketChannel client : clients) { // all three are being served
            IO.println("client " + (clients.indexOf(client) + 1) + ": " + ask(client, text));
        }
    }
    for (SocketChannel client : clients) {
        client.close(); // its child ends with it
    }
    server.close();
}

static void serve(ServerSocketChannel server) {
    try {
        while (true) {
            try (SocketChannel connection = server.accept()) {
                ChildProcess.of(channel -> talk(channel), connection).start();
            }
        }
    } catch (ClosedChannelException end) {
        // the listener was closed
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

static void talk(SocketChannel connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    try (connection) {
        while (connection.read(buffer.clear()) >= 0) {
            String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
            write(connection, text.toUpperCase(Locale.ROOT));
        }
    }
}

static String ask(SocketChannel client, String text) throws IOException {
    write(client, text);
    ByteBuffer reply = ByteBuffer.allocate(text.length());
    while (reply.hasRemaining()) {
        if (client.read(reply) < 0) {
            throw new EOFException("the server has gone");
        }
    }
    return StandardCharsets.UTF_8.decode(reply.flip()).toString();
}

static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) { // one write may take a part only
        channel.write(bytes);
    }
}

// Prints, in this order:
//   client 1: HELLO
//   client 2: HELLO
//   client 3: HELLO
//   client 1: HOW ARE YOU?
//   client 2: HOW ARE YOU?
//   client 3: HOW ARE YOU?

// A chat server that answers in capitals, with a process of its own for each client.
//
// The parent accepts; the connection travels to a child, and the parent closes its own at once. (Tutorials pass it by fork, which
// binds the port a second time where processes are started afresh.) A child that crashes takes one client with it, no more.
//
// With a port it serves whoever comes, until it is ended: offspring run process/ChatServer.java 9000, then nc localhost 9000,
// or ChatClient. With port 0 it takes a free one and tells which.

import module offspring;

void main(String[] arguments) throws Exception {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", port), 128);
    if (arguments.length > 0) {
        IO.println("serving at port " + server.socket().getLocalPort());
        serve(server);
        return;
    }
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

static void talk(SocketChannel connection) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    CharBuffer text = CharBuffer.allocate(1024);
    try (connection) {
        while (connection.read(bytes) >= 0) {
            decoder.decode(bytes.flip(), text, false);
            bytes.compact(); // a read may end within a character: its beginning waits here for the rest
            write(connection, text.flip().toString().toUpperCase(Locale.ROOT));
            text.clear();
        }
    } catch (IOException gone) {
        // a client that is killed ends its own connection only
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

// A chat server that answers in capitals, whose clients share the processes of a pool.
//
// Each accepted connection is a task. With more clients than workers the others wait for their turn: four clients, two workers,
// two process ids. If a worker dies, its client sees the end of the connection, and the pool replaces the worker.
//
// With a port it serves whoever comes, until it is ended: offspring run pool/PoolChatServer.java 9000, then nc localhost 9000.
// With port 0 it takes a free one and tells which.

import module offspring;

void main(String[] arguments) throws Exception {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", port), 128);
            Pool pool = Pool.create(2)) {
        if (arguments.length > 0) {
            IO.println("serving at port " + server.socket().getLocalPort());
            while (true) {
                try (SocketChannel connection = server.accept()) {
                    pool.applyAsync(channel -> talk(channel), connection);
                }
            }
        }
        List<AsyncResult<Long>> served = new ArrayList<>();
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(SocketChannel.open(server.getLocalAddress()));
            try (SocketChannel connection = server.accept()) {
                served.add(pool.applyAsync(channel -> talk(channel), connection));
            }
        }
        // All speak at once; the last two are answered as soon as somebody before them has left.
        for (SocketChannel client : clients) {
            write(client, "hello from client " + (clients.indexOf(client) + 1));
            client.shutdownOutput();
        }
        for (SocketChannel client : clients) {
            IO.println(readToEnd(client));
            client.close();
        }
        Set<Long> pids = new HashSet<>();
        for (AsyncResult<Long> result : served) {
            pids.add(result.get());
        }
        IO.println("served by two processes at most: " + (pids.size() <= 2));
        IO.println("by this one: " + pids.contains(ProcessHandle.current().pid()));
    }
}

static long talk(SocketChannel connection) {
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
    return ProcessHandle.current().pid();
}

static String readToEnd(SocketChannel client) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    while (client.read(buffer.clear()) >= 0) {
        text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    return text.toString();
}

static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
        channel.write(bytes);
    }
}

// Prints, in this order:
//   HELLO FROM CLIENT 1
//   HELLO FROM CLIENT 2
//   HELLO FROM CLIENT 3
//   HELLO FROM CLIENT 4
//   served by two processes at most: true
//   by this one: false

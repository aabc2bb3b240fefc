// One listener, three processes that accept from it: whoever is free takes the next client.
//
// The listener itself travels. The parent closes its own at once and goes on to something else; the port is free again when the last
// process that has the listener has closed it.

import module offspring;

void main() throws Exception {
    ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
    SocketAddress address = listener.getLocalAddress();
    for (int i = 0; i < 3; i++) {
        ChildProcess.builder().daemon(true).start(() -> serve(listener));
    }
    listener.close();

    // Each of them keeps its process busy until it leaves, so the three are in three processes.
    Set<String> servers = new HashSet<>();
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        SocketChannel client = SocketChannel.open(address);
        clients.add(client);
        ByteBuffer buffer = ByteBuffer.allocate(100);
        client.read(buffer);
        servers.add(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
    }
    IO.println("clients: " + clients.size() + ", processes: " + servers.size());
    for (SocketChannel client : clients) {
        client.close();
    }
}

static void serve(ServerSocketChannel listener) throws IOException {
    while (true) {
        try (SocketChannel client = listener.accept()) {
            client.write(StandardCharsets.UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
            client.read(ByteBuffer.allocate(1)); // until it leaves
        }
    }
}

// Prints, in this order:
//   clients: 3, processes: 3

// Two processes that serve the same port, each with a listener of its own: SO_REUSEPORT, plain Java.
//
// The kernel spreads connections over the listeners by their addresses. Nobody hands anything on, which is the fastest; but a client may be
// given to a process that is busy or stopped, and what waits at the listener of one that dies is lost. Where one process
// should decide, or a free one should take the next client: see SharedListener and ChatServer.

import module offspring;

void main() throws Exception {
    // Keeps the port for this user without listening there: a listener here would be given clients, too.
    SocketChannel port = SocketChannel.open()
            .setOption(StandardSocketOptions.SO_REUSEPORT, true)
            .bind(new InetSocketAddress("localhost", 0));
    SocketAddress address = port.getLocalAddress();
    SharedSemaphore listening = SharedSemaphore.createUnowned(0);
    for (int i = 0; i < 2; i++) {
        ChildProcess.builder().daemon(true).start(() -> serve(address, listening));
    }
    listening.acquire(2);
    port.close();

    Set<String> servers = new HashSet<>();
    for (int i = 0; i < 60; i++) {
        try (SocketChannel client = SocketChannel.open(address)) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (client.read(buffer) >= 0) {
                // a process id, up to the end
            }
            servers.add(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
        }
    }
    IO.println("processes that answered: " + servers.size());
}

static void serve(SocketAddress address, SharedSemaphore listening) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open()
            .setOption(StandardSocketOptions.SO_REUSEPORT, true)
            .bind(address);
    listening.release();
    while (true) {
        try (SocketChannel client = listener.accept()) {
            client.write(StandardCharsets.UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
        }
    }
}

// Prints, in this order:
//   processes that answered: 2

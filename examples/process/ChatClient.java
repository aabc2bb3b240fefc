// The client of the chat servers: what is typed goes to the server, what comes back is printed, until an empty line.
//
// With a port it talks to who listens there: offspring run process/ChatServer.java 9000, and in another terminal
// offspring run process/ChatClient.java 9000. Without one it starts a server itself, and says what is in a list. (Clients of
// tutorials fail at the end of their input, go on for ever when the server is gone, and take whatever one read brings for the
// whole reply.)

import module offspring;

void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
        chat(Integer.parseInt(arguments[0]), () -> IO.readln("> "));
        return;
    }
    Iterator<String> typed = List.of("hello", "grüß dich, wie geht es?", "你好, chat", "").iterator();
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0))) {
        ChildProcess child = ChildProcess.of(listener -> serveOne(listener), server).start();
        chat(server.socket().getLocalPort(), typed::next);
        child.join();
    }
}

static void chat(int port, Supplier<String> keyboard) throws IOException {
    try (Socket server = new Socket("localhost", port);
            BufferedReader replies = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = keyboard.get(); line != null && !line.isBlank(); line = keyboard.get()) {
            server.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            String reply = replies.readLine();
            if (reply == null) {
                IO.println("the server has gone");
                return;
            }
            IO.println(line + " -> " + reply);
        }
    }
}

static void serveOne(ServerSocketChannel listener) throws IOException {
    try (listener; SocketChannel connection = listener.accept();
            BufferedReader lines = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            connection.write(StandardCharsets.UTF_8.encode(line.toUpperCase(Locale.ROOT) + "\n"));
        }
    }
}

// Prints, in this order:
//   hello -> HELLO
//   grüß dich, wie geht es? -> GRÜSS DICH, WIE GEHT ES?
//   你好, chat -> 你好, CHAT

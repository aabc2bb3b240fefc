// Two programs that know one key. The second is not a child of the library's, anybody could have started it: nothing is shared,
// and all that passes between the two passes through the socket, once each has proved that it knows the key.

import module offspring;

static final String CUSTOMER = """
        import module offspring;

        void main(String[] arguments) throws Exception {
            AuthKey key = AuthKey.of("only the two of us know".getBytes());
            try (Connection<List<Object>> shop = Connection.connect(Address.unix(Path.of(arguments[0])), key)) {
                for (List<Object> order : List.<List<Object>>of(List.of("apples", 4), List.of("pears", 2))) {
                    shop.send(order);
                    IO.println("to pay: " + shop.receive());
                }
            }
        }
        """;

void main() throws Exception {
    AuthKey key = AuthKey.of("only the two of us know".getBytes());
    Path directory = Files.createTempDirectory("shop");
    try (Listener listener = Listener.bind(Address.unix(directory.resolve("door")), key)) {
        Path program = Files.writeString(directory.resolve("Customer.java"), CUSTOMER);
        Process other = java(program.toString(), listener.address().toString());
        try (Connection<List<Object>> customer = listener.accept()) {
            while (true) {
                List<Object> order = customer.receive();
                customer.send(List.of(order.getFirst(), (int) order.getLast() * 1.5));
            }
        } catch (EOFException gone) {
            IO.println("the customer has left");
        }
        other.waitFor();
        Files.delete(program);
    }
    Files.delete(directory);
}

Process java(String... arguments) throws Exception {
    Path library = Path.of(Listener.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("--module-path", library.toString(), "--add-modules", "offspring"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start();
}

// Prints, in any order:
//   to pay: [apples, 6.0]
//   to pay: [pears, 3.0]
//   the customer has left

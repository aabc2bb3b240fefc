// Ten customers, three tickets, no lock: all read the stock before anybody has written it, so all of them get one.

import module offspring;

void main() throws Exception {
    Path stock = Files.createTempFile("tickets", ".json");
    Files.writeString(stock, "{\"count\": 3}");
    String file = stock.toString();
    SharedEvent allHaveLooked = SharedEvent.create();
    List<ChildProcess> customers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        String mark = file + "." + i;
        customers.add(new ChildProcess(() -> buy(file, mark, allHaveLooked)).start());
    }
    for (int i = 0; i < 10; i++) {
        while (!Files.deleteIfExists(Path.of(file + "." + i))) {
            Thread.sleep(10);
        }
    }
    allHaveLooked.set(); // what bad luck does now and then, this event does each time
    for (ChildProcess customer : customers) {
        customer.join();
    }
    IO.println("left: " + count(file));
    Files.delete(stock);
}

static void buy(String file, String mark, SharedEvent allHaveLooked) throws Exception {
    int count = count(file);
    Files.createFile(Path.of(mark));
    allHaveLooked.await();
    if (count > 0) {
        Path next = Path.of(mark + ".next");
        Files.writeString(next, "{\"count\": " + (count - 1) + "}");
        Files.move(next, Path.of(file), StandardCopyOption.ATOMIC_MOVE); // nobody reads half a file
        IO.println("got a ticket");
    } else {
        IO.println("sold out");
    }
}

static int count(String file) throws IOException {
    return Integer.parseInt(Files.readString(Path.of(file)).replaceAll("\\D", ""));
}

// Prints, in any order:
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   got a ticket
//   left: 2

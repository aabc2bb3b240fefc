// Ten customers, three tickets, one lock: looking at the stock and changing it is one step, so three of them get one.

import module offspring;

void main() throws Exception {
    Path stock = Files.createTempFile("tickets", ".json");
    Files.writeString(stock, "{\"count\": 3}");
    String file = stock.toString();
    SharedLock lock = SharedLock.create();
    List<ChildProcess> customers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        customers.add(new ChildProcess(() -> {
            lock.lock();
            try {
                buy(file);
            } finally {
                lock.unlock();
            }
        }).start());
    }
    for (ChildProcess customer : customers) {
        customer.join();
    }
    IO.println("left: " + count(file));
    Files.delete(stock);
}

static void buy(String file) throws Exception {
    int count = count(file);
    if (count > 0) {
        Files.writeString(Path.of(file), "{\"count\": " + (count - 1) + "}");
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
//   sold out
//   sold out
//   sold out
//   sold out
//   sold out
//   sold out
//   sold out
//   left: 0

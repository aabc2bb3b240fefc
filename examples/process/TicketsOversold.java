// Ten customers, three tickets, no lock: everybody gets one.
//
// Read, think, write: between the reading and the writing of one customer all others read the same number.

import module offspring;

void main() throws Exception {
    Path tickets = Files.createTempFile("tickets", ".json");
    Files.writeString(tickets, "{\"count\": 3}");
    Path sales = Files.createTempFile("sales", ".txt");
    long opens = System.currentTimeMillis() + 2000; // all are there before the doors open

    List<ChildProcess> customers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        customers.add(ChildProcess.of((a, b) -> buy(a, b, opens), tickets.toString(), sales.toString()).start());
    }
    for (ChildProcess customer : customers) {
        customer.join();
    }
    long sold = Files.readString(sales).length();
    IO.println("sold " + sold + " of 3 tickets, and " + count(tickets) + " are left");
    IO.println("more were sold than there are: " + (sold > 3));
    Files.delete(tickets);
    Files.delete(sales);
}

static void buy(String tickets, String sales, long opens) throws Exception {
    Thread.sleep(Math.max(0, opens - System.currentTimeMillis()));
    int left = count(Path.of(tickets));
    Thread.sleep(300); // the customer thinks
    if (left > 0) {
        Files.writeString(Path.of(tickets), "{\"count\": " + (left - 1) + "}");
        Files.writeString(Path.of(sales), "x", StandardOpenOption.APPEND); // appending a byte is atomic
    }
}

static int count(Path tickets) throws IOException {
    return Integer.parseInt(Files.readString(tickets).replaceAll("[^0-9]", ""));
}

// Prints, in this order:
//   sold … of 3 tickets, and … are left
//   more were sold than there are: true

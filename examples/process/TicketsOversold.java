// Ten customers, three tickets, no lock: everybody gets one.
//
// Read, think, write: between the reading and the writing of one customer all others read the same number.

import module offspring;

void main() throws Exception {
    Path tickets = Files.createTempFile("tickets", ".json");
    Files.writeString(tickets, "{\"count\": 3}");
    Path sales = Files.createTempFile("sales", ".txt");
    SharedSemaphore looked = SharedSemaphore.createUnowned(0);
    SharedEvent decide = SharedEvent.create();

    List<ChildProcess> customers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        int number = i;
        customers.add(new ChildProcess(() -> {
            int left = count(tickets);
            looked.release();
            decide.await(); // the customer thinks
            if (left > 0) {
                Path next = Path.of(tickets + "." + number);
                Files.writeString(next, "{\"count\": " + (left - 1) + "}");
                Files.move(next, tickets, StandardCopyOption.ATOMIC_MOVE); // nobody reads half a file
                Files.writeString(sales, "x", StandardOpenOption.APPEND); // appending a byte is atomic
            }
        }).start());
    }
    looked.acquire(10);
    decide.set(); // bad luck would have it so now and then, here it is so each time
    for (ChildProcess customer : customers) {
        customer.join();
    }
    long sold = Files.readString(sales).length();
    IO.println("sold " + sold + " of 3 tickets, and " + count(tickets) + " are left");
    Files.delete(tickets);
    Files.delete(sales);
}

static int count(Path tickets) throws IOException {
    return Integer.parseInt(Files.readString(tickets).replaceAll("[^0-9]", ""));
}

// Prints, in this order:
//   sold 10 of 3 tickets, and 2 are left

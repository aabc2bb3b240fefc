// A hundred customers, five tickets, no file and no lock: looking and taking is one step of a SharedInt.
//
// With a file as the stock it takes a lock, see sync/TicketsLocked.java.

import module offspring;

void main() throws Exception {
    SharedInt tickets = SharedInt.create(5);
    SharedInt sold = SharedInt.create(0);
    try (Pool pool = Pool.create(4)) {
        List<Boolean> got = pool.map(customer -> {
            boolean success = tickets.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (success) {
                sold.incrementAndGet();
            }
            return success;
        }, Collections.nCopies(100, "customer"));
        int lucky = Collections.frequency(got, true);
        IO.println(lucky + " got a ticket, " + (100 - lucky) + " did not");
    }
    IO.println("sold: " + sold + ", left: " + tickets);
}

// Prints, in this order:
//   5 got a ticket, 95 did not
//   sold: 5, left: 0

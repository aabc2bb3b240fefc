// A message is received once: of several children at the same end exactly one gets it, whole.
//
// The children stop when nobody holds the other end any more, which is when the parent has closed it.

import module offspring;

void main() throws Exception {
    SharedPipe<Integer> work = SharedPipe.create(false);
    SharedPipe<List<Integer>> results = SharedPipe.create(false);
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        children.add(ChildProcess.of((in, out) -> receiver(in, out), work.first(), results.second()).start());
    }
    results.second().close();
    for (int number = 0; number < 100; number++) {
        work.second().send(number);
    }
    work.close();

    List<Integer> received = new ArrayList<>();
    try {
        while (true) {
            received.addAll(results.first().receive());
        }
    } catch (EOFException allChildrenHaveEnded) {
        IO.println(received.size() + " messages, " + new HashSet<>(received).size() + " different ones");
    }
    for (ChildProcess child : children) {
        child.join();
    }
    results.close();
}

static void receiver(Connection<Integer> in, Connection<List<Integer>> out) throws Exception {
    List<Integer> mine = new ArrayList<>();
    try {
        while (true) {
            mine.add(in.receive());
        }
    } catch (EOFException nothingMoreComes) {
        out.send(mine);
    }
}

// Prints, in this order:
//   100 messages, 100 different ones

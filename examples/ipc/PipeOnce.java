// One message through a pipe, from the parent to its child: a whole object, nothing to encode and no bytes to count.
//
// Both ends of a pipe send and receive, and what an end sends it does not get back itself. A pipe that is not duplex goes one
// way, and the other way is an IOException.

import module offspring;

void main() throws Exception {
    SharedPipe<String> pipe = SharedPipe.create();
    ChildProcess child = ChildProcess.of(end -> child(end), pipe.second()).start();
    pipe.second().close(); // the child has its own
    pipe.first().send("oh baby");
    IO.println("the parent has sent, and receives: " + pipe.first().receive());
    child.join();
    pipe.close();

    try (SharedPipe<String> oneWay = SharedPipe.create(false)) {
        oneWay.second().send("one way");
        IO.println(oneWay.first().receive());
        oneWay.first().send("back");
    } catch (IOException wrongWay) {
        IO.println(wrongWay.getMessage());
    }
}

static void child(Connection<String> end) throws Exception {
    try (end) {
        IO.println("the child has received: " + end.receive());
        end.send("thank you");
    }
}

// Prints, in this order:
//   the child has received: oh baby
//   the parent has sent, and receives: thank you
//   one way
//   cannot send: this end of the pipe only receives; …

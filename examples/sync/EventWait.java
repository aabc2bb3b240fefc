// The parent waits for an event that the child sets when its result is there.

import module offspring;

void main() throws Exception {
    SharedEvent done = SharedEvent.create();
    IO.println("set at first: " + done.isSet());
    ChildProcess child = new ChildProcess(() -> {
        int result = IntStream.rangeClosed(1, 100).sum();
        IO.println("the child's result is " + result);
        done.set();
    }).start();
    done.await();
    child.join();
    IO.println("set now: " + done.isSet());

    done.clear();
    IO.println("after clear: " + done.await(Duration.ofMillis(10)));
}

// Prints, in this order:
//   set at first: false
//   the child's result is 5050
//   set now: true
//   after clear: false

// The child sends a string and closes its end; the parent receives it, and then learns that nothing more will come.
//
// For that the parent closes its own copy of the child's end as soon as the child was started. Otherwise there would always be
// somebody left who could send: the parent.

import module offspring;

void main() throws Exception {
    SharedPipe<String> pipe = SharedPipe.create();
    ChildProcess child = ChildProcess.of(end -> run(end), pipe.second()).start();
    pipe.second().close();
    IO.println(pipe.first().receive());
    try {
        pipe.first().receive();
    } catch (EOFException over) {
        IO.println("nobody holds the other end any more");
    }
    child.join();
    pipe.close();
}

static void run(Connection<String> end) throws Exception {
    end.send("send data");
    end.close();
}

// Prints, in this order:
//   send data
//   nobody holds the other end any more

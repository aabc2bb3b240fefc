// When main's code has ended, daemons are ended first, then the other children are waited for.

import module offspring;

void main() throws Exception {
    ChildProcess.builder().daemon(true).start(() -> {
        Thread.sleep(Duration.ofMillis(1200));
        IO.println("end of the daemon: never seen, although main's process still waits when its time comes");
    });
    new ChildProcess(() -> {
                Thread.sleep(Duration.ofMillis(2000));
                IO.println("end of the ordinary child");
            })
            .start();
    IO.println("end of main's code");
}

// Prints, in this order:
//   end of main's code
//   end of the ordinary child

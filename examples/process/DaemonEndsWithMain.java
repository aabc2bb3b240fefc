// When main's code has ended, daemons are ended first, then the other children are waited for.

import module offspring;

void main() throws Exception {
    long daemon = ChildProcess.builder().daemon(true).start(() -> {
        Thread.sleep(Duration.ofHours(1));
        IO.println("end of the daemon: never seen");
    }).pid();
    new ChildProcess(() -> {
        while (ProcessHandle.of(daemon).isPresent()) {
            Thread.sleep(10);
        }
        IO.println("the ordinary child has outlived the daemon, and main's process still waits for it");
    }).start();
    IO.println("end of main's code");
}

// Prints, in this order:
//   end of main's code
//   the ordinary child has outlived the daemon, and main's process still waits for it

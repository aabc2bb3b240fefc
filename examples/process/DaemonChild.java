// A daemon child is ended with its parent's code, whatever it is doing.

import module offspring;

void main() throws Exception {
    SharedEvent heard = SharedEvent.create();
    ChildProcess daemon = ChildProcess.builder().name("singer").daemon(true).unstarted(() -> sing(heard));
    daemon.start();
    IO.println("daemon: " + daemon.isDaemon() + ", alive: " + daemon.isAlive());
    try {
        daemon.setDaemon(false); // too late
    } catch (IllegalStateException e) {
        IO.println("to be decided before start()");
    }
    heard.await();
    IO.println("main's code ends, and the endless song with it");
}

static void sing(SharedEvent heard) throws InterruptedException {
    IO.println("a daemon sings");
    try {
        new ChildProcess(() -> IO.println("never")).start();
    } catch (IllegalStateException e) {
        IO.println("a daemon may not have children");
    }
    heard.set();
    Thread.sleep(Duration.ofHours(1));
    IO.println("never sung to the end");
}

// Prints, in any order:
//   daemon: true, alive: true
//   to be decided before start()
//   a daemon sings
//   a daemon may not have children
//   main's code ends, and the endless song with it

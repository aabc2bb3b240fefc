// join() returns when the child has ended: at once if it already has.

import module offspring;

void main() throws Exception {
    ChildProcess mail = new ChildProcess(() -> sendMail()).start();
    IO.println("join begins");
    mail.join();
    IO.println("mail is out, now the report");

    ChildProcess another = new ChildProcess(() -> sendMail()).start();
    Thread.sleep(Duration.ofSeconds(2)); // meanwhile the child ends
    long start = System.nanoTime();
    another.join();
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    IO.println("the second join did not wait: " + (millis < 300));
}

static void sendMail() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(300));
    IO.println("a mail was sent");
}

// Prints, in this order:
//   join begins
//   a mail was sent
//   mail is out, now the report
//   a mail was sent
//   the second join did not wait: true

// join() returns when the child has ended: at once if it already has.

import module offspring;

void main() throws Exception {
    ChildProcess mail = new ChildProcess(() -> sendMail());
    IO.println("a mail is to be sent");
    mail.start();
    mail.join();
    IO.println("mail is out, now the report");

    ChildProcess another = new ChildProcess(() -> sendMail()).start();
    while (another.isAlive()) {
        Thread.sleep(10); // or does something else
    }
    IO.println("the second join need not wait: " + another.join(Duration.ZERO));
}

static void sendMail() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(300));
    IO.println("a mail was sent");
}

// Prints, in this order:
//   a mail is to be sent
//   a mail was sent
//   mail is out, now the report
//   a mail was sent
//   the second join need not wait: true

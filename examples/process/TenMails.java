// Ten children send a mail each, main waits for all of them.

import module offspring;

void main() throws Exception {
    List<ChildProcess> mailers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        mailers.add(ChildProcess.of(n -> IO.println("mail " + n + " sent"), i).start());
    }
    IO.println(mailers.getFirst()); // name, pid and state
    for (ChildProcess mailer : mailers) {
        mailer.join();
    }
    IO.println(mailers.getLast()); // and how it ended
    IO.println("all 10 mails are out");
}

// Prints, in any order:
//   …ChildProcess-1…
//   …ChildProcess-10…
//   mail 0 sent
//   mail 1 sent
//   mail 2 sent
//   mail 3 sent
//   mail 4 sent
//   mail 5 sent
//   mail 6 sent
//   mail 7 sent
//   mail 8 sent
//   mail 9 sent
//   all 10 mails are out

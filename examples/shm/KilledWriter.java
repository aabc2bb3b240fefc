// A writer is killed, somewhere in the middle of writing: the record is the old one or the new one, never half of each.

import module offspring;

record Account(long deposited, long withdrawn, long balance) {
    Account {
        if (balance != deposited - withdrawn) {
            throw new IllegalArgumentException("not a sound account");
        }
    }

    Account after(long amount) {
        return new Account(deposited + amount, withdrawn + amount / 2, balance + amount - amount / 2);
    }
}

void main() throws Exception {
    SharedStruct<Account> account = SharedStruct.create(new Account(0, 0, 0));
    for (int i = 0; i < 5; i++) {
        long before = account.get().deposited();
        ChildProcess writer = new ChildProcess(() -> {
            while (true) {
                account.update(now -> now.after(7));
            }
        });
        writer.start();
        while (account.get().deposited() < before + 7_000) {
            Thread.onSpinWait();
        }
        writer.kill();
        writer.join();
    }
    // The constructor would have refused anything else. Who is next writes as if nothing had happened.
    Account sound = account.get();
    IO.println("a multiple of seven was deposited: " + (sound.deposited() % 7 == 0));
    IO.println("goes on: " + account.update(now -> now.after(7)).equals(sound.after(7)));
    // Whoever uses the lock for more than the record is told that a holder died, if one held it at that moment.
    account.lock().lock();
    IO.println(account.lock().holderDied() ? "told of a holder's death" : "nobody held the lock when he died");
}

// Prints, in this order:
//   a multiple of seven was deposited: true
//   goes on: true
//   …

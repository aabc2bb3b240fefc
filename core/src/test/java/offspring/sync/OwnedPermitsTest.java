package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import offspring.lock.Holder;
import offspring.lock.LockWordLayout;
import offspring.lock.OwnerTable;
import offspring.sync.SteppedWords.Actor;
import offspring.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The permits in words of a test's own, with processes that are none. After every single step, whoever is killed at
 * it, the permits and the balances together are as many as at first.
 */
class OwnedPermitsTest {

    private static final int STEPS = 3_000;
    private static final int SEEDS = Integer.getInteger("offspring.test.seeds", 20);

    private final SteppedWords words = new SteppedWords();
    private final Set<Long> dead = new HashSet<>();
    private final Map<Long, Integer> held = new HashMap<>();
    private int processes;

    /** A process: its name as in the owner words. */
    private OwnedPermits process(long self, int bound) {
        OwnerTable table = new OwnerTable(
                words, SemaphoreLayout.ENTRIES, self, owner -> dead.contains(Holder.of(owner)));
        return new OwnedPermits(words, table, bound, new Object(), () -> {});
    }

    private long newName() {
        return (long) ++processes << LockWordLayout.FLAG_BITS;
    }

    private void begin(int permits) {
        words.compareAndSet(SemaphoreLayout.WORD, 0, SemaphoreLayout.firstWord(permits));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40, 1_000})
    void permitsAndBalancesAreConservedAtEveryStepWhoeverIsKilledAtIt(int total) throws InterruptedException {
        long first = ThreadLocalRandom.current().nextLong(1L << 40);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        // Virtual threads hand over to each other at once.
        Thread.ofVirtual().uncaughtExceptionHandler((thread, wrong) -> failure.set(wrong)).start(() -> {
            for (long seed = first; seed < first + SEEDS; seed++) {
                new OwnedPermitsTest().run(total, seed);
            }
        }).join();
        assertThat(failure.get()).isNull();
    }

    private void run(int total, long seed) {
        begin(total);
        Random random = new Random(seed);
        Map<Long, Actor> living = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            while (living.size() < 3) {
                start(living, total, random.nextLong());
            }
            List<Long> names = new ArrayList<>(living.keySet());
            long name = names.get(random.nextInt(names.size()));
            int steps = random.nextInt(10) == 0 ? 40 : 1;
            for (int i = 0; i < steps; i++) {
                living.get(name).step();
            }
            if (random.nextInt(60) == 0) {
                dead.add(name);
                living.remove(name).kill();
            }
            assertThat(permits() + balances()).as("seed=%s step=%s", seed, step).isEqualTo(total);
        }
        living.forEach((name, actor) -> {
            actor.kill();
            dead.add(name);
        });
        OwnedPermits last = process(newName(), total);
        last.recover();
        assertThat(last.available()).as("all have come back; seed=%s", seed).isEqualTo(total);
        assertThat(last.change(-total)).isTrue();
        assertThat(last.change(total)).isTrue();
        assertThat(last.change(1)).isFalse();
    }

    private void start(Map<Long, Actor> living, int total, long seed) {
        long name = newName();
        OwnedPermits permits = process(name, total);
        held.put(name, 0);
        living.put(name, new Actor(() -> work(name, permits, total, new Random(seed))));
    }

    private void work(long name, OwnedPermits permits, int total, Random random) {
        while (true) {
            int mine = held.get(name);
            int many = random.nextInt(4) == 0 ? 1 + random.nextInt(total) : 1;
            if (mine > 0 && random.nextBoolean()) {
                int back = Math.min(mine, many);
                if (!permits.change(back)) {
                    throw new AssertionError("a release of what was acquired was refused");
                }
                held.put(name, mine - back);
            } else if (permits.change(-many)) {
                held.put(name, mine + many);
            } else if (random.nextInt(3) == 0) {
                permits.recover();
            }
        }
    }

    private int permits() {
        return SemaphoreLayout.permits(words.get(SemaphoreLayout.WORD));
    }

    /** What is booked, and what is not yet. */
    private int balances() {
        int sum = 0;
        for (int index = 1; index <= words.get(SemaphoreLayout.HIGH); index++) {
            sum += BalanceLayout.balance(words.get(BalanceLayout.valueAt(index)));
        }
        long turn = words.get(SemaphoreLayout.TURN);
        long word = words.get(SemaphoreLayout.WORD);
        int index = SemaphoreLayout.index(turn);
        long value = index == 0 ? 0 : words.get(BalanceLayout.valueAt(index));
        if (index == 0 || !SemaphoreLayout.isOf(word, turn) || BalanceLayout.isBooked(value, turn)) {
            return sum;
        }
        long order = words.get(BalanceLayout.orderAt(index));
        if (!BalanceLayout.isFor(order, turn)) {
            return sum + SemaphoreLayout.extra(word) - BalanceLayout.drawn(value);
        }
        int count = SemaphoreLayout.extra(word) == 1 ? BalanceLayout.count(order) : 0;
        return switch (BalanceLayout.kind(order)) {
            case BalanceLayout.ACQUIRE -> sum + count;
            default -> sum - count;
        };
    }

    @Test
    void balanceNeverFallsBelowZeroAndComesBackWhole() {
        begin(100);
        OwnedPermits one = process(newName(), Integer.MAX_VALUE);
        OwnedPermits other = process(newName(), Integer.MAX_VALUE);
        for (int i = 0; i < 50; i++) {
            assertThat(one.change(1)).isTrue();
        }
        assertThat(one.change(-70)).as("its balance is 70, not 20").isTrue();
        assertThat(other.change(30)).isTrue();
        assertThat(other.change(-5)).isTrue();
        assertThat(one.change(10)).isTrue();
        assertThat(other.available()).isEqualTo(115);
        dead.add(1L << LockWordLayout.FLAG_BITS);
        assertThat(other.recover()).isTrue();
        assertThat(other.available()).isEqualTo(175);
        assertThat(other.recover()).as("only once").isFalse();
        assertThat(other.available()).isEqualTo(175);
    }

    @Test
    void moreThanTheBoundNeverComesBack() {
        begin(10);
        OwnedPermits one = process(newName(), 10);
        OwnedPermits other = process(newName(), 10);
        assertThat(one.change(-8)).isTrue();
        assertThat(other.change(5)).as("released for the first").isTrue();
        assertThat(other.change(4)).isFalse();
        assertThat(other.available()).isEqualTo(7);
        dead.add(1L << LockWordLayout.FLAG_BITS);
        assertThat(other.recover()).isTrue();
        assertThat(other.available()).isEqualTo(10);
    }

    @Test
    void changesOfAnySizeAreMadeAtOnce() {
        int most = Integer.MAX_VALUE;
        begin(most);
        OwnedPermits one = process(newName(), most);
        OwnedPermits other = process(newName(), most);
        assertThat(one.change(-most)).isTrue();
        assertThat(other.change(-1)).isFalse();
        assertThat(one.change(most - 3)).isTrue();
        assertThat(other.change(-(most - 2))).isFalse();
        assertThat(other.change(-(most - 3))).isTrue();
        assertThat(one.change(4)).isTrue();
        dead.add(2L << LockWordLayout.FLAG_BITS);
        one.recover();
        assertThat(one.available()).as("1 too many was released").isEqualTo(most);
        assertThat(one.change(1)).isFalse();
    }

    /** Looking into /proc takes long, and who tries in a loop would do nothing else. */
    @Test
    void whoFindsNothingDoesNotLookAtEveryHolderAnew() {
        begin(4);
        for (int i = 0; i < 4; i++) {
            assertThat(process(newName(), 4).change(-1)).isTrue();
        }
        List<Long> looked = new ArrayList<>();
        List<Long> asked = new ArrayList<>();
        OwnerTable table = new OwnerTable(
                words, SemaphoreLayout.ENTRIES, newName(), owner -> !looked.add(owner), owner -> !asked.add(owner));
        OwnedPermits other = new OwnedPermits(words, table, 4, new Object(), () -> {});
        assertThat(other.change(-1)).isFalse();
        assertThat(other.recover()).isFalse();
        assertThat(asked).hasSize(4);
        assertThat(looked).isEmpty();
    }

    /** Their numbers have 31 bits: after so many turns an old order looks as if it were for one to come. */
    @Test
    void orderFromLongAgoIsReplaced() {
        begin(100);
        OwnedPermits one = process(newName(), 100);
        assertThat(one.change(-40)).as("by an order").isTrue();
        long turn = words.get(SemaphoreLayout.TURN);
        int index = SemaphoreLayout.index(turn);
        long order = words.get(BalanceLayout.orderAt(index));
        assertThat(BalanceLayout.isFor(order, turn)).isTrue();
        long later = turn;
        for (long turns : new long[] {(1L << 30) + 3, (1L << 30) - 1, (1L << 30) + 3}) {
            long number = SemaphoreLayout.number(later) + turns;
            later = SemaphoreLayout.next(turn - (SemaphoreLayout.number(turn) << 16) + (number - 1 << 16), index);
            assertThat(SemaphoreLayout.number(later)).isEqualTo(number);
            set(SemaphoreLayout.TURN, later);
            int permits = permits();
            set(SemaphoreLayout.WORD, SemaphoreLayout.frozen(SemaphoreLayout.begun(later, permits, 0, false)));
            set(BalanceLayout.valueAt(index), BalanceLayout.booked(later, 100 - permits, true));
            assertTimeoutPreemptively(Eventually.patience(), () -> assertThat(one.change(-20)).isTrue());
            assertThat(permits()).isEqualTo(permits - 20);
            later = words.get(SemaphoreLayout.TURN);
        }
        dead.add(1L << LockWordLayout.FLAG_BITS);
        OwnedPermits other = process(newName(), 100);
        assertThat(other.recover()).isTrue();
        assertThat(other.available()).isEqualTo(100);
    }

    private void set(int at, long value) {
        assertThat(words.compareAndSet(at, words.get(at), value)).isTrue();
    }

    @Test
    void entryOfTheDeadIsUsedAgain() {
        begin(3);
        for (int i = 0; i < 20; i++) {
            long name = newName();
            OwnedPermits process = process(name, 3);
            assertThat(process.change(-1)).isTrue();
            dead.add(name);
            process(newName(), 3).recover();
        }
        assertThat(permits()).isEqualTo(3);
        assertThat(words.get(SemaphoreLayout.HIGH)).isEqualTo(1);
    }

    @Test
    void whatIsForfeitedDoesNotComeBack() {
        begin(40);
        long name = newName();
        assertThat(process(name, 40).change(-30)).isTrue();
        OwnerTable table = new OwnerTable(words, SemaphoreLayout.ENTRIES, name, owner -> false);
        table.flag(table.find(), BalanceLayout.FORFEITED);
        dead.add(name);
        OwnedPermits other = process(newName(), 40);
        other.recover();
        assertThat(other.available()).isEqualTo(10);
        assertThat(other.change(-1)).isTrue();
        assertThat(words.get(SemaphoreLayout.HIGH)).as("its entry is free again").isEqualTo(1);
    }
}

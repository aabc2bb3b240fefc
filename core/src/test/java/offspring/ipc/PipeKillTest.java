package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import offspring.Action;
import offspring.lock.Step;
import offspring.os.Features;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.Kills;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that uses a pipe is killed, at each of the places that have a name, and at moments of no choice. */
@ExtendWith(LeakCheck.class)
@TestMethodOrder(OrderAnnotation.class)
class PipeKillTest {

    private static final Kills STEPS = new Kills(PipeKillTest.class);
    private static final int KILLS =
            "long".equals(System.getProperty("stress")) ? 500 : System.getProperty(Features.REFUSE) == null ? 15 : 5;
    private static final int PLAYERS = 3;

    private final SharedPipe<Object> pipe = SharedPipe.create(false);
    private final SharedPipe<Object> carried = SharedPipe.create(false);

    @AfterEach
    void close() {
        pipe.close();
        carried.close();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PUT_GROWN", "PUT_WRITTEN", "PUT_DONE"})
    void sender(Step step) throws Exception {
        Connection<Object> end = pipe.second();
        ChildProcess child = dying(step, () -> {
            end.sendBytes(new byte[step == Step.PUT_GROWN ? 100_000 : 100]);
            end.send("too late");
        });
        pipe.second().close();
        if (step == Step.PUT_DONE) {
            assertThat(pipe.first().receiveBytes()).hasSize(100);
        }
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        assertKilled(child);
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PUT_GROWN", "PUT_WRITTEN", "PUT_DONE"})
    void senderWhileOthersGoOn(Step step) throws Exception {
        Connection<Object> end = pipe.second();
        ChildProcess child = dying(step, () -> end.sendBytes(new byte[step == Step.PUT_GROWN ? 100_000 : 100]));
        assertKilled(child);
        pipe.second().send("from another");
        if (step == Step.PUT_DONE) {
            assertThat(pipe.first().receiveBytes()).hasSize(100);
        }
        assertThat(pipe.first().receive()).isEqualTo("from another");
        assertThat(pipe.first().poll()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_COPIED", "TAKE_DONE"})
    void receiver(Step step) throws Exception {
        pipe.second().send("one");
        pipe.second().send("two");
        Connection<Object> end = pipe.first();
        assertKilled(dying(step, end::receive));
        if (step == Step.TAKE_COPIED) {
            assertThat(end.receive()).isEqualTo("one");
        }
        assertThat(end.receive()).isEqualTo("two");
        assertThat(end.poll()).isFalse();
        pipe.second().send("three");
        assertThat(end.receive()).isEqualTo("three");
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_COPIED", "TAKE_DONE"})
    void lastReceiver(Step step) throws Exception {
        pipe.second().send("one");
        ChildProcess child = dying(step, pipe.first()::receive);
        pipe.first().close();
        assertKilled(child);
        assertThatThrownBy(() -> pipe.second().send("two")).hasMessageContaining("nobody holds the other end");
    }

    /** The message is either sent, and gives the end to whom receives it, or it is not, and nobody has the end. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PUT_WRITTEN", "PUT_DONE"})
    void senderOfAnEnd(Step step) throws Exception {
        Connection<Object> end = pipe.second();
        Connection<Object> away = carried.second();
        ChildProcess child = dying(step, () -> end.send(away));
        end.close();
        away.close();
        if (step == Step.PUT_DONE) {
            @SuppressWarnings("unchecked")
            Connection<Object> received = (Connection<Object>) pipe.first().receive();
            received.send("through it");
            assertThat(carried.first().receive()).isEqualTo("through it");
            received.close();
        }
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        assertThatThrownBy(carried.first()::receive).isInstanceOf(EOFException.class);
        assertKilled(child);
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_COPIED", "TAKE_DONE"})
    void receiverOfAnEnd(Step step) throws Exception {
        pipe.second().send(carried.second());
        carried.second().close();
        assertKilled(dying(step, pipe.first()::receive));
        if (step == Step.TAKE_COPIED) {
            ((Connection<?>) pipe.first().receive()).close();
        }
        assertThat(pipe.first().poll()).isFalse();
        pipe.second().send("next");
        assertThat(pipe.first().receive()).isEqualTo("next");
        assertThatThrownBy(carried.first()::receive).isInstanceOf(EOFException.class);
    }

    @Test
    void makerOfAPipe() throws Exception {
        Connection<Object> end = pipe.second();
        ChildProcess child = dying(Step.PIPE_END_COUNTED, () -> end.send(SharedPipe.create()));
        end.close();
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        assertKilled(child);
    }

    @Test
    void whoWasToTellOfTheEnd() throws Exception {
        Connection<Object> end = pipe.second();
        ChildProcess child = dying(Step.PIPE_END_GONE, () -> {
            end.send("last words");
            end.close();
        });
        end.close();
        assertThat(pipe.first().receive()).isEqualTo("last words");
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        assertKilled(child);
    }

    /** What a killed sender has sent arrives whole, in order, and once; what the others send, too; then comes the end. */
    @Test
    void sendersAtAnyMoment() throws Exception {
        Connection<Object> end = pipe.second();
        Random random = new Random();
        List<ChildProcess> players = new ArrayList<>();
        int started = 0;
        long[] last = new long[PLAYERS + KILLS];
        for (; started < PLAYERS; started++) {
            players.add(sender(end, started));
        }
        for (int kills = 0; kills < KILLS; kills++) {
            receive(last, 20 + random.nextInt(200));
            ChildProcess victim = players.remove(random.nextInt(players.size()));
            victim.kill();
            players.add(sender(end, started++));
            victim.join();
            assertThat(victim.exitCode()).as("it ended by itself").hasValue(-9);
        }
        end.close();
        for (ChildProcess player : players) {
            player.kill();
        }
        assertThatThrownBy(() -> receive(last, Integer.MAX_VALUE)).isInstanceOf(EOFException.class);
        for (ChildProcess player : players) {
            player.join();
        }
    }

    private static ChildProcess sender(Connection<Object> end, int player) {
        return new ChildProcess(() -> {
                    for (long number = 1; ; number++) {
                        long[] message = new long[(int) (2 + number * 37 % 3_000)];
                        java.util.Arrays.fill(message, number);
                        message[0] = player;
                        end.send(message);
                    }
                })
                .start();
    }

    private void receive(long[] last, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            long[] message = (long[]) pipe.first().receive();
            int player = (int) message[0];
            assertThat(message[1]).isEqualTo(++last[player]);
            assertThat(message).hasSize((int) (2 + message[1] * 37 % 3_000));
            assertThat(message[message.length - 1]).isEqualTo(message[1]);
        }
    }

    /** A message that a killed receiver has not taken goes to another; none comes twice. */
    @Test
    void receiversAtAnyMoment() throws Exception {
        SharedPipe<Long> results = SharedPipe.create(false);
        Connection<Object> in = pipe.first();
        Connection<Long> out = results.second();
        Action play = () -> {
            try {
                while (true) {
                    out.send((Long) in.receive());
                }
            } catch (EOFException over) {
                // nothing comes any more
            }
        };
        List<ChildProcess> players = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            players.add(new ChildProcess(play).start());
        }
        Random random = new Random();
        java.util.BitSet seen = new java.util.BitSet();
        long sent = 0;
        for (int kills = 0; kills <= KILLS; kills++) {
            for (int i = 0; i < 100; i++) {
                pipe.second().send(sent++);
            }
            long all = sent;
            int lost = kills * 2;
            Eventually.eventually("nearly all of the messages after " + kills + " kills", () -> {
                while (results.first().poll()) {
                    int number = Math.toIntExact(results.first().receive());
                    assertThat(seen.get(number)).as("twice: " + number).isFalse();
                    seen.set(number);
                }
                return seen.cardinality() >= all - lost;
            });
            if (kills < KILLS) {
                pipe.second().send(sent++);
                ChildProcess victim = players.remove(random.nextInt(players.size()));
                victim.kill();
                players.add(new ChildProcess(play).start());
                victim.join();
            }
        }
        pipe.second().close();
        out.close();
        in.close();
        assertThatThrownBy(() -> {
            while (true) {
                results.first().receive();
            }
        }).isInstanceOf(EOFException.class);
        for (ChildProcess player : players) {
            player.join();
        }
        results.close();
    }

    /** The last: what it looks at is where children have been killed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyStepIsHere() {
        STEPS.assertEveryStep(Set.of());
    }

    private static void assertKilled(ChildProcess child) throws Exception {
        STEPS.assertKilled(child);
    }

    private static ChildProcess dying(Step step, Action action) {
        return STEPS.dying(step, action);
    }
}

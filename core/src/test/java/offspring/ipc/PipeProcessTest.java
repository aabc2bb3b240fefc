package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import offspring.Action1;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.sync.SharedEvent;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipes between processes: where ends go, and when the other side learns that nobody has one any more. */
@ExtendWith(LeakCheck.class)
class PipeProcessTest {

    private final SharedPipe<Object> pipe = SharedPipe.create();
    private final SharedPipe<Object> oneWay = SharedPipe.create(false);

    @AfterEach
    void close() {
        pipe.close();
        oneWay.close();
    }

    @Test
    void parentClosesItsCopyAtOnce() throws Exception {
        ChildProcess child = ChildProcess.of(PipeProcessTest::echo, pipe.second()).start();
        pipe.second().close();
        for (int i = 0; i < 100; i++) {
            pipe.first().send(i);
            assertThat(pipe.first().receive()).isEqualTo(i);
        }
        byte[] large = new byte[20 << 20];
        large[large.length - 1] = 1;
        pipe.first().send(large);
        assertThat((byte[]) pipe.first().receive()).isEqualTo(large);
        pipe.first().close();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    private static void echo(Connection<Object> end) throws IOException, InterruptedException {
        try (end) {
            while (true) {
                end.send(end.receive());
            }
        } catch (EOFException over) {
            // the parent has closed
        }
    }

    /** How a process lets go of its end; the end is the box's only object. */
    enum Ending {
        CLOSE(box -> {
            box.end.close();
            Bodies.block();
        }),
        FORGET(box -> {
            box.end = null;
            while (true) {
                System.gc();
                Thread.sleep(20);
            }
        }),
        RETURN(box -> {}),
        EXIT(box -> System.exit(3)),
        HALT(box -> Runtime.getRuntime().halt(0)),
        THROW(box -> {
            System.err.close();
            throw new IllegalStateException("on purpose");
        }),
        BE_KILLED(box -> Bodies.block()),
        BE_KILLED_AT_BIRTH(box -> Bodies.block());

        private final Action1<Box> body;

        Ending(Action1<Box> body) {
            this.body = body;
        }
    }

    /** Has the only reference to an end that there is in a process. */
    static final class Box implements Serializable {
        private static final long serialVersionUID = 1;

        private Connection<Object> end;

        Box(Connection<Object> end) {
            this.end = end;
        }
    }

    private static void sendAndEnd(Ending ending, Box box) throws Exception {
        box.end.send("last words");
        ending.body.accept(box);
        Reference.reachabilityFence(box);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void endOfFileHoweverTheLastHolderLetsGo(Ending ending) throws Exception {
        Connection<Object> in = oneWay.first();
        ChildProcess child =
                ChildProcess.of(PipeProcessTest::sendAndEnd, ending, new Box(oneWay.second())).start();
        oneWay.second().close();
        if (ending == Ending.BE_KILLED_AT_BIRTH) {
            child.kill();
            assertThatThrownBy(() -> {
                in.receive(); // it may have come so far
                in.receive();
            }).isInstanceOf(EOFException.class);
        } else {
            assertThat(in.receive()).isEqualTo("last words");
            if (ending == Ending.BE_KILLED) {
                assertThat(in.poll()).isFalse();
                child.kill();
            }
            assertThatThrownBy(in::receive).isInstanceOf(EOFException.class);
        }
        if (ending == Ending.CLOSE || ending == Ending.FORGET) {
            assertThat(child.isAlive()).isTrue();
            child.kill();
        }
        child.join();
    }

    @Test
    void grandchildThatNobodyReapsLetsGo() throws Exception {
        Connection<Object> end = oneWay.second();
        ChildProcess child = new ChildProcess(() -> {
                    new ChildProcess(() -> {
                                end.send(ProcessHandle.current().pid());
                                Bodies.block();
                            })
                            .start();
                    end.close();
                    Bodies.block();
                })
                .start();
        end.close();
        assertThat(oneWay.first().receive()).isInstanceOf(Long.class);
        assertThat(oneWay.first().poll()).isFalse();
        child.kill(); // and the grandchild ends with it
        assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        child.join();
    }

    @Test
    void grandchildLetsGoWhileItsParentLives() throws Exception {
        Connection<Object> end = oneWay.second();
        ChildProcess child = new ChildProcess(() -> {
                    ChildProcess grandchild = new ChildProcess(() -> {
                                end.send("up");
                                Bodies.block();
                            })
                            .start();
                    end.send(grandchild.pid());
                    end.close();
                    Bodies.block();
                })
                .start();
        end.close();
        List<Object> said = List.of(oneWay.first().receive(), oneWay.first().receive());
        long grandchild = (long) said.stream().filter(Long.class::isInstance).findFirst().orElseThrow();
        assertThat(said).contains("up");
        new ProcessBuilder("kill", "-KILL", Long.toString(grandchild)).start().waitFor();
        assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        assertThat(child.isAlive()).isTrue();
        child.kill();
        child.join();
    }

    @Test
    void siblingsLearnOfEachOther() throws Exception {
        Connection<Object> out = oneWay.second();
        Connection<Object> in = oneWay.first();
        Connection<Object> report = pipe.second();
        ChildProcess reader = new ChildProcess(() -> {
                    try {
                        while (true) {
                            report.send(in.receive());
                        }
                    } catch (EOFException over) {
                        report.send("end");
                    }
                })
                .start();
        ChildProcess writer = new ChildProcess(() -> {
                    out.send("from the writer");
                    Bodies.block();
                })
                .start();
        oneWay.close();
        report.close();
        assertThat(pipe.first().receive()).isEqualTo("from the writer");
        assertThat(pipe.first().poll()).isFalse();
        writer.kill();
        assertThat(pipe.first().receive()).isEqualTo("end");
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        reader.join();
        writer.join();
    }

    @Test
    void senderLearnsThatTheReceiverWasKilled() throws Exception {
        Connection<Object> in = oneWay.first();
        SharedEvent ready = SharedEvent.create();
        ChildProcess reader = new ChildProcess(() -> {
                    in.receive();
                    ready.set();
                    Bodies.block();
                })
                .start();
        in.close();
        oneWay.second().send("one");
        ready.await();
        Thread killer = Thread.ofPlatform().start(reader::kill);
        assertThatThrownBy(() -> {
            while (true) {
                oneWay.second().sendBytes(new byte[1 << 20]); // waits in the end
            }
        }).isExactlyInstanceOf(IOException.class).hasMessageContaining("nobody holds the other end");
        killer.join();
        reader.join();
    }

    @Test
    void childrenThatEndAtOnceLeaveNothing() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        Connection<Object> end = oneWay.second();
        for (int i = 0; i < 8; i++) {
            int number = i;
            children.add(new ChildProcess(() -> {
                end.send(number);
                Runtime.getRuntime().halt(0);
            }).start());
        }
        end.close();
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            numbers.add(oneWay.first().receive());
        }
        assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        for (ChildProcess child : children) {
            child.join();
        }
    }

    @Test
    void makerEndsBeforeAnybodyTakesTheEnds() throws Exception {
        Connection<Object> end = pipe.second();
        ChildProcess maker = new ChildProcess(() -> {
                    SharedPipe<Object> made = SharedPipe.create(false);
                    made.second().send("from the dead");
                    end.send(made);
                })
                .start();
        end.close();
        maker.join();
        @SuppressWarnings("unchecked")
        SharedPipe<Object> made = (SharedPipe<Object>) pipe.first().receive();
        assertThat(made.first().receive()).isEqualTo("from the dead");
        made.second().send("still works");
        assertThat(made.first().receive()).isEqualTo("still works");
        made.second().close();
        assertThatThrownBy(made.first()::receive).isInstanceOf(EOFException.class);
        made.close();
    }

    @Test
    void endInAMessageThatNobodyWillReadIsGivenUp() throws Exception {
        Connection<Object> carrier = pipe.second();
        Connection<Object> carried = oneWay.second();
        ChildProcess sender = new ChildProcess(() -> {
                    SharedPipe<Object> own = SharedPipe.create(false);
                    own.second().send(carried);
                    carried.close();
                    carrier.send("sent");
                    Bodies.block();
                    own.close();
                })
                .start();
        carried.close();
        assertThat(pipe.first().receive()).isEqualTo("sent");
        assertThat(oneWay.first().poll(Duration.ofMillis(50))).isFalse();
        sender.kill();
        assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        sender.join();
    }

    @Test
    void endsGoThroughPools() throws Exception {
        try (Pool pool = Pool.create(2)) {
            Connection<Object> first = pipe.first();
            List<Integer> sent = pool.map(
                    (Integer i) -> {
                        first.send(i);
                        return i;
                    },
                    IntStream.range(0, 20).boxed().toList());
            List<Object> received = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                received.add(pipe.second().receive());
            }
            assertThat(received).containsExactlyInAnyOrderElementsOf(sent);

            SharedPipe<Object> made = pool.apply(() -> SharedPipe.create(false));
            pool.apply(end -> {
                end.send("worker");
                return 0;
            }, made.second());
            assertThat(made.first().receive()).isEqualTo("worker");
            made.close();
        }
    }

    @Test
    void poolsLetGoOfArgumentsAndResults() throws Exception {
        try (Pool pool = Pool.create(2)) {
            pool.apply(end -> {
                end.send("argument");
                end.close();
                return 0;
            }, oneWay.second());
            oneWay.second().close();
            assertThat(oneWay.first().receive()).isEqualTo("argument");
            assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);

            SharedPipe<Object> back = SharedPipe.create(false);
            Connection<Object> returned = pool.apply(end -> end, back.second());
            back.second().close();
            assertThat(returned).isEqualTo(back.second());
            returned.send("result");
            returned.close();
            assertThat(back.first().receive()).isEqualTo("result");
            Eventually.eventually("the worker's garbage", () -> {
                pool.map(i -> {
                    System.gc();
                    return i;
                }, List.of(1, 2, 3, 4), 1);
                return back.first().poll();
            });
            back.close();
        }
    }

    @Test
    void poolThatIsTerminatedLetsGo() throws Exception {
        SharedPipe<Object> third = SharedPipe.create(false);
        Connection<Object> ofAll = third.second();
        Pool pool = Pool.builder().processes(1).initializer(() -> ofAll.send("begun")).build();
        pool.applyAsync(end -> {
            end.send("runs");
            Bodies.block();
            return 0;
        }, pipe.second());
        pool.applyAsync(end -> 0, oneWay.second());
        pipe.second().close();
        oneWay.second().close();
        ofAll.close();
        assertThat(third.first().receive()).isEqualTo("begun");
        assertThat(pipe.first().receive()).isEqualTo("runs");
        assertThat(oneWay.first().poll()).isFalse();
        assertThat(third.first().poll()).isFalse();
        pool.terminate();
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
        assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        assertThatThrownBy(third.first()::receive).isInstanceOf(EOFException.class);
        pool.close();
        third.close();
    }

    @Test
    void workerThatDiesLetsGo() throws Exception {
        try (Pool pool = Pool.create(1)) {
            Connection<Object> end = oneWay.second();
            assertThatThrownBy(() -> pool.apply(() -> {
                end.send("first");
                Runtime.getRuntime().halt(7);
                return 0;
            }));
            end.close();
            assertThat(oneWay.first().receive()).isEqualTo("first");
            assertThatThrownBy(oneWay.first()::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void manySendersOfOneEndInManyProcesses() throws Exception {
        int each = 3_000;
        Connection<Object> end = oneWay.second();
        List<ChildProcess> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int from = i * each;
            senders.add(new ChildProcess(() -> {
                Thread other = Thread.ofVirtual().start(() -> send(end, from + 1, from + each));
                send(end, from, from + each);
                other.join();
            }).start());
        }
        end.close();
        List<Integer> received = new ArrayList<>();
        try {
            while (true) {
                String[] text = ((String) oneWay.first().receive()).split(" ");
                assertThat(Stream.of(text).distinct()).hasSize(1);
                received.add(Integer.valueOf(text[0]));
            }
        } catch (EOFException all) {
            assertThat(received.stream().sorted().toList())
                    .isEqualTo(IntStream.range(0, 3 * each).boxed().toList());
        }
        for (ChildProcess sender : senders) {
            sender.join();
        }
    }

    /** Every second number, again and again, so that messages differ in length. */
    private static void send(Connection<Object> end, int from, int to) {
        try {
            for (int number = from; number < to; number += 2) {
                end.send((number + " ").repeat(1 + number % 50).strip());
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

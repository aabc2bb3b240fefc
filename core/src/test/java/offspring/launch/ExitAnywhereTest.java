package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code System.exit}, called wherever code of the program's runs: it ends the program, with its code. */
@ExtendWith(LeakCheck.class)
class ExitAnywhereTest {

    private static final String PROGRAM =
            """
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.LockSupport;
            import java.util.logging.*;
            import offspring.pool.*;
            import offspring.process.*;

            public class Exits {
                static final CountDownLatch SHUTDOWN = new CountDownLatch(1);

                public static void main(String[] arguments) throws Exception {
                    ChildProcess.Builder thread = ChildProcess.builder().startMethod(StartMethod.THREAD);
                    switch (arguments[0]) {
                        case "thread child" -> thread.start(() -> System.exit(7)).join();
                        case "thread of a thread child" -> thread.start(() ->
                                Thread.ofVirtual().start(() -> System.exit(7)).join()).join();
                        case "thread grandchild" -> thread.start(() -> ChildProcess.builder()
                                .startMethod(StartMethod.THREAD).start(() -> System.exit(7)).join()).join();
                        case "thread sibling" -> {
                            thread.start(Exits::forEver);
                            thread.start(() -> System.exit(7));
                            forEver();
                        }
                        case "second exit" -> {
                            noteShutdown();
                            thread.start(() -> {
                                SHUTDOWN.await();
                                System.exit(8);
                            });
                            System.exit(7);
                        }
                        case "exit beside a thread child" -> {
                            noteShutdown();
                            thread.start(() -> {
                                SHUTDOWN.await();
                                System.out.println("awaited");
                            });
                            System.exit(7);
                        }
                        case "thread child beside a JVM" -> {
                            noteShutdown();
                            ChildProcess.builder().start(() -> {
                                while (!Files.exists(Path.of("shutdown"))) {
                                    LockSupport.parkNanos(1_000_000);
                                }
                                System.out.println("awaited");
                            });
                            thread.start(() -> System.exit(7)).join();
                        }
                        case "thread pool" -> {
                            try (Pool pool = Pool.builder().startMethod(StartMethod.THREAD).processes(2).build()) {
                                pool.apply(() -> {
                                    System.exit(7);
                                    return 1;
                                });
                            }
                        }
                        case "thread pool that is closing" -> {
                            try (Pool pool = Pool.builder().startMethod(StartMethod.THREAD).processes(2).build()) {
                                pool.applyAsync(() -> {
                                    System.exit(7);
                                    return 1;
                                });
                            }
                        }
                        case "log handler" -> {
                            Logger.getLogger("").addHandler(new Handler() {
                                @Override public void publish(LogRecord record) { System.exit(7); }
                                @Override public void flush() {}
                                @Override public void close() {}
                            });
                            ChildProcess.builder()
                                    .start(() -> System.getLogger("x").log(System.Logger.Level.ERROR, "y"))
                                    .join();
                        }
                        case "uncaught" -> {
                            Thread.setDefaultUncaughtExceptionHandler((where, what) -> System.exit(7));
                            ChildProcess.builder().start(() -> System.out.println("awaited"));
                            throw new IllegalStateException();
                        }
                        case "action that is shipped" -> {
                            Object exits = new ExitsItsWriter();
                            ChildProcess.builder().start(() -> System.out.println(exits));
                        }
                        case "uncaught in a child" -> {
                            ChildProcess child = ChildProcess.builder().start(() -> {
                                Thread.setDefaultUncaughtExceptionHandler((where, what) -> System.exit(7));
                                throw new IllegalStateException();
                            });
                            child.join();
                            System.exit(child.exitStatus().get().code());
                        }
                        case "hook that starts" -> {
                            ChildProcess.builder().start(() -> {}).join();
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                try (Pool pool = Pool.create(1)) {
                                    System.out.println("hook: " + pool.apply(() -> 1));
                                } catch (Exception refused) {
                                    System.out.println("hook: " + refused);
                                }
                            }));
                            System.exit(7);
                        }
                        default -> withPool(arguments[0]);
                    }
                }

                static void withPool(String where) throws Exception {
                    try (Pool pool = Pool.create(1)) {
                        switch (where) {
                            case "callback" -> pool.applyAsync(() -> 42, value -> System.exit(7), failure -> {});
                            case "callback of a closed pool" -> {
                                pool.applyAsync(() -> 42, value -> System.exit(7), failure -> {});
                                pool.shutdown();
                                pool.join();
                            }
                            case "second exit, of a callback" -> {
                                noteShutdown();
                                pool.applyAsync(() -> 42, value -> {
                                    awaitShutdown();
                                    System.exit(8);
                                }, failure -> {});
                                pool.shutdown();
                                System.exit(7);
                            }
                            case "argument that is shipped" -> pool.apply(String::valueOf, new ExitsItsWriter());
                            case "callback, and a hook that closes" -> {
                                Runtime.getRuntime().addShutdownHook(new Thread(pool::close));
                                pool.applyAsync(() -> 42, value -> System.exit(7), failure -> {});
                            }
                            case "error callback" -> pool.applyAsync(() -> {
                                throw new IllegalStateException();
                            }, value -> {}, failure -> System.exit(7));
                            case "stage" -> pool.applyAsync(() -> 42).thenAccept(value -> System.exit(7));
                            case "second stage" -> pool.applyAsync(() -> 42).thenApply(value -> value + 1)
                                    .thenRun(() -> System.exit(7));
                            case "asynchronous stage" ->
                                pool.applyAsync(() -> 42).thenAcceptAsync(value -> System.exit(7));
                            case "input of imap" -> pool.imap(Exits::same, exiting()).forEachRemaining(value -> {});
                            case "input of map" -> pool.map(Exits::same, exiting());
                            case "result of imap" ->
                                pool.imap(Exits::same, List.of(1, 2)).forEachRemaining(value -> System.exit(7));
                            case "hook that asks" -> {
                                AsyncResult<Integer> result = pool.applyAsync(() -> 1);
                                result.get();
                                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                    try {
                                        System.out.println("hook: " + pool.apply(() -> 1));
                                    } catch (Exception refused) {
                                        System.out.println("hook: " + refused);
                                    }
                                    pool.close();
                                }));
                                System.exit(7);
                            }
                            case "slow callback" -> {
                                pool.applyAsync(() -> 42, value -> {
                                    System.out.println("in the callback");
                                    forEver();
                                }, failure -> {});
                                pool.shutdown();
                                System.in.read();
                                Runtime.getRuntime().addShutdownHook(
                                        new Thread(() -> System.out.println("shutdown")));
                                System.exit(7);
                            }
                            default -> throw new IllegalArgumentException(where);
                        }
                    }
                }

                static class ExitsItsWriter implements java.io.Serializable {
                    private void writeObject(java.io.ObjectOutputStream out) {
                        System.exit(7);
                    }
                }

                static void awaitShutdown() {
                    try {
                        SHUTDOWN.await();
                    } catch (InterruptedException nobodyInterrupts) {
                        throw new AssertionError(nobodyInterrupts);
                    }
                }

                static int same(int i) {
                    return i;
                }

                static Iterable<Integer> exiting() {
                    return () -> new Iterator<>() {
                        int next;
                        @Override public boolean hasNext() { return true; }
                        @Override public Integer next() {
                            if (next == 10) {
                                System.exit(7);
                            }
                            return next++;
                        }
                    };
                }

                static void noteShutdown() {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        SHUTDOWN.countDown();
                        try {
                            Files.createFile(Path.of("shutdown"));
                        } catch (java.io.IOException impossible) {
                            throw new AssertionError(impossible);
                        }
                    }));
                }

                static void forEver() {
                    while (true) {
                        LockSupport.park();
                    }
                }
            }
            """;

    @TempDir
    static Path classes;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile() throws Exception {
        FreshJvm.in(classes).source("Exits.java", PROGRAM).compile(List.of("Exits.java"));
    }

    private RunningProgram start(String where) throws Exception {
        String classPath = classes.resolve("classes") + File.pathSeparator + FreshJvm.library();
        return FreshJvm.in(directory)
                .java("--class-path", classPath, "--enable-native-access=ALL-UNNAMED", "Exits", where);
    }

    private RunningProgram.Result run(String where) throws Exception {
        try (RunningProgram program = start(where)) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(7);
            program.awaitNoFamily();
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "thread child", "thread of a thread child", "thread grandchild", "thread sibling", "second exit",
        "thread pool that is closing"
    })
    void aChildThatIsAThread(String where) throws Exception {
        assertThat(run(where).stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit beside a thread child", "thread child beside a JVM", "uncaught"})
    void othersAreAwaited(String where) throws Exception {
        assertThat(run(where).lines()).containsExactly("awaited");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "callback", "callback of a closed pool", "callback, and a hook that closes", "error callback", "stage",
        "second stage", "asynchronous stage", "thread pool", "input of imap", "input of map",
        "result of imap", "second exit, of a callback", "action that is shipped", "argument that is shipped"
    })
    void codeThatAPoolCalls(String where) throws Exception {
        run(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log handler", "uncaught in a child"})
    void handlers(String where) throws Exception {
        run(where);
    }

    @ParameterizedTest
    @CsvSource({"hook that starts", "hook that asks"})
    void aHookThatUsesThePoolIsAnswered(String where) throws Exception {
        assertThat(run(where).lines()).singleElement().asString().startsWith("hook: ");
    }

    @Test
    void aSignalEndsTheWaitForACallback() throws Exception {
        try (RunningProgram program = start("slow callback")) {
            program.awaitLine("in the callback");
            program.write("\n");
            program.awaitLine("shutdown");
            program.signal("INT");
            assertThat(program.awaitEnd().exitCode()).isEqualTo(7);
        }
    }
}

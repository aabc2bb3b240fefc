package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import offspring.testing.LeakCheck;
import offspring.testing.SystemCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What moving messages costs while nobody has to be woken: no system calls. */
@ExtendWith(LeakCheck.class)
class QueueCostTest {

    private static final long FEW = 2_000;

    /** Puts and takes so many numbers, some at a time, through a queue and through a pipe. */
    static final class Pairs {
        public static void main(String[] arguments) throws Exception {
            int count = Integer.parseInt(arguments[0]);
            SharedQueue<Integer> queue = SharedQueue.create();
            SharedPipe<Integer> pipe = SharedPipe.create();
            for (int done = 0; done < count; done += 100) {
                for (int i = 0; i < 100; i++) {
                    queue.put(i);
                    pipe.first().send(i);
                }
                for (int i = 0; i < 100; i++) {
                    queue.take();
                    pipe.second().receive();
                }
            }
            System.out.println("done");
        }
    }

    @Test
    void messagesMakeHardlyAnySystemCall(@TempDir Path directory) throws Exception {
        assertThat(SystemCalls.ofAMillion(directory, Pairs.class, FEW))
                .as("of a million messages through a queue, and as many through a pipe")
                .isLessThan(FEW);
    }
}

package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class StackPrinterTest {

    /** Takes the signal by which a JVM is asked for its stacks, and gives none. */
    private static final List<String> SILENT_JVM =
            List.of("bash", "-c", "trap : QUIT; echo ready; read -r; read -r # instead of java");

    @Test
    void whoIsStoppedLeavesNoJcmdAndStartsNone() throws Exception {
        Process silent = new ProcessBuilder(SILENT_JVM).start();
        try {
            assertThat(silent.inputReader().readLine()).isEqualTo("ready");
            stopWhileItWaitsForAJvm();
        } finally {
            silent.destroyForcibly().waitFor();
        }
    }

    private static void stopWhileItWaitsForAJvm() throws InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StackPrinter printer = new StackPrinter(new PrintStream(printed, true));
        Thread printing = Thread.ofPlatform().daemon().start(() -> printer.print("this test hangs"));
        Eventually.eventually("a jcmd", StackPrinterTest::isAtWork);
        printer.stop();
        assertThat(isAtWork()).isFalse();
        assertThat(printing.join(Eventually.patience())).isTrue();

        printer.print("this test hangs on");
        assertThat(printed.toString())
                .contains("this test hangs on", "whoIsStoppedLeavesNoJcmdAndStartsNone")
                .as("was not waited for until it gave up").doesNotContain("AttachNotSupported")
                .doesNotContain("no stacks of");
    }

    private static boolean isAtWork() {
        return Family.ofThisJvm().stream().anyMatch(member -> member.command().contains("jcmd"));
    }
}

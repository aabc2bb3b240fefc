package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import offspring.ExitStatus;
import offspring.WorkerDiedException;

/** Exceptions as values; how they travel as failures is {@code FailureTest}'s. */
final class ExceptionCases {

    private ExceptionCases() {}

    static class Custom extends Exception {
        final int code;
        final List<String> details;

        Custom(String message, int code, List<String> details) {
            super(message);
            this.code = code;
            this.details = details;
        }
    }

    static List<Case> all() {
        Exception suppressing = new Exception("outer", new IOException("cause"));
        suppressing.addSuppressed(new IllegalStateException("closing"));
        return new Case.Table()
                .that("exception", new IllegalArgumentException("no"), IllegalArgumentException.class, e -> {
                    assertThat(e).hasMessage("no");
                    assertThat(e.getStackTrace()[0].getClassName()).isEqualTo(ExceptionCases.class.getName());
                })
                .that("exception with cause and suppressed", suppressing, Exception.class, e -> {
                    assertThat(e).hasRootCauseMessage("cause");
                    assertThat(e.getSuppressed()[0]).hasMessage("closing");
                })
                .that("exception with fields", new Custom("c", 7, List.of("d")), Custom.class, e -> {
                    assertThat(e.code).isEqualTo(7);
                    assertThat(e.details).containsExactly("d");
                })
                .that("UncheckedIOException", new UncheckedIOException(new IOException("x")), UncheckedIOException.class,
                        e -> assertThat(e.getCause()).hasMessage("x"))
                .that("Error", new StackOverflowError("deep"), StackOverflowError.class,
                        e -> assertThat(e).hasMessage("deep"))
                .that("exception of the library", died(), WorkerDiedException.class, e -> {
                    assertThat(e.exitStatus()).isEqualTo(new ExitStatus(-9));
                    assertThat(e.stderrTail()).containsExactly("last words");
                });
    }

    private static WorkerDiedException died() {
        return new WorkerDiedException("died", new ExitStatus(-9), 4711, "w-1", "task 1", List.of("last words"));
    }
}

package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.List;
import offspring.NotShippableException;
import org.junit.jupiter.api.Test;

/** Exceptions cross with all they have, and whatever cannot is told in words. */
class FailureTest {

    private static final String WHERE = "worker Pool-1-worker-2, pid 4711";

    static class Coded extends Exception {
        private final int code;

        Coded(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    static class Stuck extends RuntimeException {
        private final Thread thread = Thread.currentThread();

        Stuck(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("not here");
        }
    }

    static class Bare extends Exception {
        Bare() {
            super("bare", null, false, false);
        }
    }

    static class Hostile extends RuntimeException {
        private final Object object = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    private static Throwable cross(Throwable failure) {
        byte[] bytes = Failure.encode(failure);
        return Failure.decode(bytes, 0, bytes.length, WHERE);
    }

    @Test
    void typeFieldsCauseAndSuppressedArrive() {
        Coded sent = new Coded("failed", 7, new IOException("io"));
        sent.addSuppressed(new IllegalStateException("closing"));
        Coded got = (Coded) cross(sent);
        assertThat(got.code).isEqualTo(7);
        assertThat(got).hasMessage("failed").hasRootCauseMessage("io");
        assertThat(got.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void framesAreKeptAndMarkedAsRemote() {
        Throwable got = cross(new IllegalStateException("boom", new IOException("io")));
        StackTraceElement first = got.getStackTrace()[0];
        assertThat(first.getClassName()).isEqualTo(FailureTest.class.getName());
        assertThat(first.getMethodName()).isEqualTo("framesAreKeptAndMarkedAsRemote");
        assertThat(first.getFileName()).isEqualTo("FailureTest.java");
        assertThat(first.toString()).startsWith("remote//offspring.wire.FailureTest.framesAreKept");
        assertThat(last(got)).isEqualTo("--- remote: " + WHERE + " ---.(above)");
        assertThat(last(got.getCause())).isEqualTo("--- remote: " + WHERE + " ---.(above)");
    }

    private static String last(Throwable failure) {
        return Arrays.asList(failure.getStackTrace()).getLast().toString();
    }

    @Test
    void aSecondCrossingAddsItsOwnMark() {
        byte[] bytes = Failure.encode(cross(new IllegalStateException("boom")));
        List<String> frames = Arrays.stream(Failure.decode(bytes, 0, bytes.length, "child A, pid 1").getStackTrace())
                .map(StackTraceElement::toString)
                .toList();
        assertThat(frames).endsWith("--- remote: " + WHERE + " ---.(above)", "--- remote: child A, pid 1 ---.(above)");
    }

    @Test
    void oneThatCannotTravelIsToldInWords() {
        NotShippableException got = (NotShippableException) cross(new Stuck("stuck here", null));
        assertThat(got.shippedType()).isEqualTo(Stuck.class.getName());
        assertThat(got.path()).isEqualTo("thread");
        assertThat(got.offendingType()).isEqualTo("java.lang.Thread");
        assertThat(got.getMessage())
                .startsWith("cannot ship the exception " + Stuck.class.getName() + ": stuck here (")
                .contains("its stack trace was:\n" + Stuck.class.getName() + ": stuck here\n\tat " + FailureTest.class.getName());
        assertThat(last(got)).contains(WHERE);
    }

    @Test
    void onlyTheCauseThatCannotTravelIsReplaced() {
        Throwable got = cross(new Coded("outer", 3, new Stuck("stuck", new IOException("root"))));
        assertThat(got).isInstanceOf(Coded.class).hasMessage("outer");
        assertThat(got.getCause())
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining(Stuck.class.getName() + ": stuck");
        assertThat(got.getCause().getCause()).isInstanceOf(IOException.class).hasMessage("root");
    }

    @Test
    void aSuppressedOneThatCannotTravelIsReplaced() {
        Exception sent = new Exception("outer");
        sent.addSuppressed(new Stuck("stuck", null));
        assertThat(cross(sent).getSuppressed()[0]).isInstanceOf(NotShippableException.class);
    }

    @Test
    void oneThatCannotBeRebuiltIsToldInWords() {
        NotShippableException got = (NotShippableException) cross(new Unreadable("gone"));
        assertThat(got.getMessage()).contains(Unreadable.class.getName() + ": gone", "not here", "\tat ");
        assertThat(got.shippedType()).isEqualTo(Unreadable.class.getName());
    }

    @Test
    void aHostileExceptionHarmsNobody() {
        assertThat(cross(new Hostile()).getMessage())
                .contains(Hostile.class.getName(), "its getMessage() threw java.lang.IllegalStateException");
    }

    @Test
    void errorsTravelLikeOthers() {
        assertThat(cross(new StackOverflowError())).isInstanceOf(StackOverflowError.class);
        assertThat(cross(new OutOfMemoryError("Java heap space"))).hasMessage("Java heap space");
    }

    @Test
    void aLongChainOfCausesTravels() {
        Throwable failure = new Exception("root");
        for (int i = 0; i < 20_000; i++) {
            failure = new Exception("link", failure);
        }
        assertThat(cross(failure)).hasMessage("link");
    }

    @Test
    void exceptionsWithoutTraceStayWithout() {
        assertThat(cross(new Bare())).isInstanceOf(Bare.class);
        assertThat(cross(new Bare()).getStackTrace()).isEmpty();
    }

    @Test
    void whenMemoryIsShortTheTypeArrivesAtLeast() {
        byte[] bytes = FailureText.inNeed(new OutOfMemoryError());
        assertThat(Failure.decode(bytes, 0, bytes.length, WHERE))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("java.lang.OutOfMemoryError");
    }

    @Test
    void damagedBytesAreAFailureToo() {
        byte[] bytes = Failure.encode(new Exception("x"));
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Failure.decode(bytes, 0, length, WHERE)).isNotNull();
        }
    }
}

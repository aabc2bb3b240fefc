package offspring.wire.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** Other objects of the JDK. */
final class JdkCases {

    private JdkCases() {}

    static List<Case> all() {
        return new Case.Table()
                .equal("Class", String.class)
                .equal("primitive Class", int.class)
                .equal("void.class", void.class)
                .equal("array Class", int[][].class)
                .equal("Class of the program", ObjectCases.Point[].class)
                .equal("Locale", Locale.forLanguageTag("zh-Hant-TW"))
                .equal("Currency", Currency.getInstance("EUR"))
                .equal("URI", URI.create("http://example.org/a?b#c"))
                .equal("File", new File("/tmp/x"))
                .equal("InetAddress", address())
                .equal("InetSocketAddress", InetSocketAddress.createUnresolved("example.org", 80))
                .that("Pattern", Pattern.compile("a+", Pattern.CASE_INSENSITIVE), Pattern.class,
                        pattern -> assertThat(pattern.matcher("AA").matches()).isTrue())
                .that("AtomicInteger", new AtomicInteger(7), AtomicInteger.class,
                        atomic -> assertThat(atomic.get()).isEqualTo(7))
                .that("AtomicReference", new AtomicReference<>(List.of("x")), AtomicReference.class,
                        atomic -> assertThat(atomic.get()).isEqualTo(List.of("x")))
                .that("LongAdder", adder(), LongAdder.class, adder -> assertThat(adder.sum()).isEqualTo(5))
                .that("Random goes on where it was", new Random(42), Random.class,
                        random -> assertThat(random.nextInt()).isIn(-1170105035, 234785527))
                .that("ReentrantLock arrives unlocked", new ReentrantLock(), ReentrantLock.class,
                        lock -> assertThat(lock.isLocked()).isFalse());
    }

    private static LongAdder adder() {
        LongAdder adder = new LongAdder();
        adder.add(5);
        return adder;
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import offspring.os.Features.Feature;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    @Test
    void theReportNamesEveryFeatureAndWhatIsDoneWithoutIt() {
        assertThat(Features.report()).hasSize(Feature.values().length).allSatisfy(report -> {
            assertThat(Features.has(Feature.valueOf(report.name().toUpperCase(java.util.Locale.ROOT))))
                    .isEqualTo(report.available());
            assertThat(report.available() || report.detail().contains("; instead: ")).isTrue();
        });
    }

    @Test
    void warmingUpEndsWarmWhereThereIsALinker() throws InterruptedException {
        if (Features.has(Feature.NATIVE)) {
            CountDownLatch warm = new CountDownLatch(1);
            Features.warmUp();
            Features.whenWarm(warm::countDown);
            warm.await();
        }
        assertThat(Features.isWarm()).isEqualTo(Features.has(Feature.NATIVE));
    }

    @Test
    void refusingTheLinkerRefusesEverything() {
        assertThat(Refusals.of("all").features()).containsExactly(Feature.values());
        assertThat(Refusals.of("native").features()).containsExactly(Feature.values());
        assertThat(Refusals.of("").features()).isEmpty();
        assertThat(Refusals.of("memfd, futex-waitv").features())
                .containsExactly(Feature.FUTEX_WAITV, Feature.MEMFD);
        assertThat(Refusals.of("pidfd").features()).containsExactly(Feature.PIDFD, Feature.PIDFD_INFO);
        assertThat(Refusals.of("memfd,teleport").unknown()).containsExactly("teleport");
    }

    @Test
    void errnoIsOneThreadsOwn() throws InterruptedException {
        if (!Features.has(Feature.NATIVE)) {
            return;
        }
        Thread other = Thread.ofPlatform().start(() -> fail(SystemCall.CLOSE, -1, 9));
        fail(SystemCall.PIDFD_OPEN, -1, Errno.EINVAL);
        other.join();
    }

    /** Fails the same call many times; each time it must be that call's errno. */
    private static void fail(SystemCall call, long argument, int errno) {
        for (int i = 0; i < 100_000; i++) {
            assertThat(Native.call(call, argument, 0)).isEqualTo(-errno);
        }
    }

    @Test
    void listsOfProcessorsAreCounted() {
        assertThat(Machine.countRanges("0-3,8,10-11")).isEqualTo(7);
        assertThat(Machine.countRanges("5")).isEqualTo(1);
        assertThat(Machine.processors()).isPositive();
        assertThat(Machine.pageBytes()).isIn(4096, 16384, 65536);
    }
}

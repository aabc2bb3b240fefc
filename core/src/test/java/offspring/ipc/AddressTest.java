package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.nio.file.Path;
import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class AddressTest {

    @Test
    void isEqualIfWrittenTheSame() {
        assertThat(Address.tcp("localhost", 5000)).isEqualTo(Address.tcp("localhost", 5000))
                .hasSameHashCodeAs(Address.tcp("localhost", 5000))
                .hasToString("localhost:5000")
                .isNotEqualTo(Address.tcp("localhost", 5001))
                .isNotEqualTo(Address.tcp("127.0.0.1", 5000))
                .isNotEqualTo(Address.unix(Path.of("localhost")));
        assertThat(Address.unix(Path.of("/tmp/s"))).isEqualTo(Address.unix(Path.of("/tmp/s"))).hasToString("/tmp/s");
        assertThat(Address.tcp("::1", 1)).hasToString("[::1]:1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE})
    void refusesPortsThatDoNotExist(int port) {
        assertThatThrownBy(() -> Address.tcp("localhost", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port=" + port);
    }

    @Test
    void refusesNamesThatCannotBe() {
        assertThatThrownBy(() -> Address.tcp(" ", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Address.unix(Path.of(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Address.unix(Path.of("/tmp/" + "x".repeat(103))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=108");
        assertThatThrownBy(() -> Address.unix(Path.of("/tmp/" + "ü".repeat(52)))).hasMessageContaining("bytes=109");
        assertThat(Address.unix(Path.of("/tmp/" + "x".repeat(102)))).isNotNull();
    }

    @Test
    void unknownHostIsNamed() {
        assertThatThrownBy(() -> Listener.bind(Address.tcp("no such host.invalid", 1), Ends.KEY))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no such host.invalid:1");
    }

    @Test
    void keysAreComparedAndNotPrinted() {
        AuthKey key = AuthKey.of(new byte[] {81, 82, 83});
        assertThat(key).isEqualTo(AuthKey.of(new byte[] {81, 82, 83}))
                .hasSameHashCodeAs(AuthKey.of(new byte[] {81, 82, 83}))
                .hasToString("AuthKey[3 bytes]")
                .isNotEqualTo(AuthKey.of(new byte[] {81, 82}))
                .isNotEqualTo(key.withMd5());
        assertThat(key.secret()).hasToString("Secret[3 bytes]");
        assertThat(AuthKey.random()).isNotEqualTo(AuthKey.random()).hasToString("AuthKey[32 bytes]");
        assertThatThrownBy(() -> AuthKey.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    /** The family's key is the same in a child and in a grandchild; any key can be handed to them. */
    @Test
    void descendantsHaveTheFamilysKey() throws Exception {
        AuthKey family = AuthKey.family();
        AuthKey other = AuthKey.random();
        ChildProcess child = new ChildProcess(() -> {
                    ChildProcess grandchild = new ChildProcess(() -> check(family, other)).start();
                    grandchild.join();
                    System.exit(grandchild.exitCode().orElseThrow() == 0 ? 0 : 9);
                })
                .start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(AuthKey.family()).isEqualTo(family).isNotEqualTo(other);
    }

    private static void check(AuthKey family, AuthKey other) {
        if (!AuthKey.family().equals(family) || AuthKey.family().equals(other)) {
            throw new AssertionError("another key");
        }
    }
}

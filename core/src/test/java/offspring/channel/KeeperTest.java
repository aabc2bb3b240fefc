package offspring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import offspring.handle.Handle;
import offspring.os.ArrivedChannel;
import offspring.os.ChannelDescriptors;
import offspring.os.DescriptorSocket;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.os.OwnedDescriptor;
import offspring.region.SharedCell;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The keeper itself: what it is told, by whom, and what it is not told. */
@ExtendWith(LeakCheck.class)
class KeeperTest {

    private static final long ADDRESS = 42L << 32 | ProcessHandle.current().pid();

    @BeforeEach
    void requireFeature() {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
    }

    @Test
    void whatWasNotSaidIsFoundOutAndWhatIsUsedIsKept() throws IOException {
        Keeper keeper = Keeper.start(ADDRESS);
        List<SharedCell> cells = new ArrayList<>();
        try (Line unheard = Line.open()) {
            keeper.keep(-1, ChannelDescriptors.duplicate(unheard.server())); // of a cell that nobody has
            unheard.server().close();
            try (Line used = Line.open()) {
                for (int i = 0; i < 7; i++) {
                    SharedCell cell = exported();
                    cells.add(cell);
                    keeper.keep(cell.handle(), ChannelDescriptors.duplicate(used.server()));
                }
                unheard.awaitEnd();
                for (SharedCell cell : cells) {
                    try (OwnedDescriptor found = keeper.take(cell.handle())) {
                        assertThat(found).isNotNull();
                    }
                }
                assertThat(keeper.isIdle()).isTrue();
            }
        } finally {
            keeper.end();
        }
    }

    @Test
    void whatComesWhileItRestsIsLookedAfterToo() throws IOException {
        Keeper keeper = Keeper.start(ADDRESS);
        try {
            for (int i = 0; i < 3; i++) {
                try (Line line = Line.open()) {
                    keeper.keep(-1, ChannelDescriptors.duplicate(line.server()));
                    line.server().close();
                    line.awaitEnd();
                }
                Eventually.eventually("it keeps nothing", keeper::isIdle);
            }
        } finally {
            keeper.end();
        }
    }

    @Test
    void anotherSocketOfTheSameHandleTakesThePlace() throws IOException {
        Keeper keeper = Keeper.start(ADDRESS);
        SharedCell cell = exported();
        try (Line first = Line.open();
                Line second = Line.open()) {
            keeper.keep(cell.handle(), ChannelDescriptors.duplicate(first.server()));
            keeper.keep(cell.handle(), ChannelDescriptors.duplicate(second.server()));
            first.server().close();
            first.awaitEnd();
        } finally {
            keeper.end();
            Reference.reachabilityFence(cell);
        }
    }

    private static SharedCell exported() {
        SharedCell cell = Handle.newCell(ChannelKind.CHANNEL);
        cell.export();
        return cell;
    }

    /** Asks a keeper for a socket by its handle, and says whether there was an answer. */
    private static final String STRANGER =
            """
            import os, socket, struct, sys
            os.setuid(int(sys.argv[4]))
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            keeper = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            keeper.connect('\\0' + sys.argv[1])
            socket.send_fds(keeper, [struct.pack('qq', int(sys.argv[2]), int(sys.argv[3]))], [theirs.fileno()])
            theirs.close()
            print('answered' if ours.recv(16) else 'ignored')
            """;

    @Test
    void otherUsersAreIgnored() throws Exception {
        Assumptions.assumeTrue(DescriptorSocket.ourUser() == 0, "only root can be somebody else");
        Python.require();
        Keeper keeper = Keeper.start(ADDRESS);
        SharedCell cell = exported();
        try (Line line = Line.open()) {
            keeper.keep(cell.handle(), ChannelDescriptors.duplicate(line.server()));
            assertThat(askAs(65534, cell.handle())).isEqualTo("ignored");
            assertThat(askAs(0, cell.handle())).isEqualTo("answered");
        } finally {
            keeper.end();
            Reference.reachabilityFence(cell);
        }
    }

    private static String askAs(int user, long handle) throws Exception {
        String fetch = "" + KeeperRequest.FETCH.ordinal();
        String keeper = KeeperName.of(ADDRESS);
        Process process = new ProcessBuilder("python3", "-c", STRANGER, keeper, fetch, "" + handle, "" + user)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (var output = process.getInputStream()) {
            String said = new String(output.readAllBytes()).strip();
            process.waitFor();
            return said;
        }
    }

    @Test
    void requestsThatItDoesNotUnderstandHarmNobody() throws IOException {
        Keeper keeper = Keeper.start(ADDRESS);
        SharedCell cell = exported();
        try (Line line = Line.open();
                DescriptorSocket stranger = DescriptorSocket.open()) {
            String name = KeeperName.of(ADDRESS);
            stranger.sendTo(name, 99, 0);
            stranger.sendTo(name, -1, Long.MIN_VALUE);
            stranger.sendTo(name, KeeperRequest.KEEP.ordinal(), 7);
            stranger.sendTo(name, KeeperRequest.KEEP.ordinal(), 7, stranger.descriptor());
            stranger.sendTo(name, KeeperRequest.FETCH.ordinal(), 7);
            stranger.sendTo(name, KeeperRequest.TAKE.ordinal(), 7, stranger.descriptor());
            stranger.sendTo(name, KeeperRequest.DROP.ordinal(), 7);
            keeper.keep(cell.handle(), ChannelDescriptors.duplicate(line.server()));
            line.server().close();
            DescriptorSocket.Pair pair = DescriptorSocket.pair();
            try (pair) {
                stranger.sendTo(name, KeeperRequest.FETCH.ordinal(), cell.handle(), pair.second().descriptor());
                try (DescriptorSocket.Message answer = pair.first().receive();
                        SocketChannel arrived = (SocketChannel) ArrivedChannel.of(answer.descriptors().getFirst())) {
                    Line.say(arrived, "still here");
                    assertThat(Line.hear(line.client())).isEqualTo("still here");
                }
            }
            keeper.drop(cell.handle());
            line.awaitEnd();
        } finally {
            keeper.end();
            Reference.reachabilityFence(cell);
        }
    }
}

package offspring.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.os.PrivateDirectory;

/**
 * Tidies up when this JVM dies in a way that leaves it no time to: ends the process groups of our children, deletes
 * our temporary directories, removes the names of shared memory that our family has registered ({@link FamilyNames}).
 *
 * <p>The children themselves die with us, but not what they have started. A shell of under 1 MB, in a
 * session of its own, reads from a pipe which groups there are; the pipe's end is our death, unless we said bye before.
 */
public final class GroupWatcher {

    private static final System.Logger LOG = System.getLogger("offspring.launch");

    private static final String SCRIPT =
            """
            cd /
            groups=
            while read -r sign group; do
              case $sign in
                +) groups="$groups $group" ;;
                -) left=; for g in $groups; do [ "$g" = "$group" ] || left="$left $g"; done; groups=$left ;;
                bye) exit ;;
              esac
            done
            for g in $groups; do kill -9 "-$g" 2>/dev/null; done
            for beginning; do
              if [ -O "${beginning}names" ]; then
                for entry in "${beginning}names"/*; do
                  name=$(readlink -n "$entry"; echo .)
                  name=${beginning%/*}/${name%.}
                  inode=$(ls -di "$name" | (read -r number rest; echo "$number"))
                  [ "$inode" = "${entry##*/}" ] && rm -f "$name"
                done
              fi
              rm -rf -- "$beginning"*
            done
            """;

    private static final Errands ERRANDS = new Errands("offspring-watcher");

    /** Used on the thread of the errands only, like what follows. */
    private static final Set<Long> GROUPS = new TreeSet<>();

    /** Written on that thread only. */
    private static volatile Process shell;

    /** The program ends: the shell goes as soon as there is nothing left to watch. */
    private static boolean ending;

    private GroupWatcher() {}

    static void add(long group) {
        if (Prefix.givesOwnGroup()) {
            ERRANDS.add(() -> {
                GROUPS.add(group);
                tell("+ " + group);
            });
        }
    }

    static void remove(long group) {
        if (Prefix.givesOwnGroup()) {
            ERRANDS.add(() -> {
                GROUPS.remove(group);
                if (!ending || closeIfIdle() == null) {
                    tell("- " + group);
                }
            });
        }
    }

    /** Watches over names of shared memory too. Returns when there is a shell that does, or none can be had. */
    static void watchNames() {
        Process running = shell;
        if (running == null || !running.isAlive()) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            ERRANDS.add(() -> {
                try {
                    tell("names");
                } finally {
                    done.complete(null);
                }
            });
            done.join();
        }
    }

    /** Ends the shell if there is nothing left to watch; the next child has another one started. */
    public static void rest() {
        ERRANDS.add(GroupWatcher::closeIfIdle);
    }

    /** At the program's end: as {@link #rest}, and waits a little until the shell is gone. */
    static void end(long millis) throws InterruptedException {
        CompletableFuture<Process> closed = new CompletableFuture<>();
        ERRANDS.add(() -> {
            ending = true;
            Process last = shell;
            closeIfIdle();
            closed.complete(FamilyNames.areThere() ? null : last);
        });
        try {
            Process last = closed.get(millis, TimeUnit.MILLISECONDS);
            if (last != null) {
                last.waitFor(millis, TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException itEndsWithUs) {
            LOG.log(System.Logger.Level.DEBUG, "the watcher takes its time", itEndsWithUs);
        }
    }

    /** The shell that was told to end, or null. */
    private static Process closeIfIdle() {
        Process idle = GROUPS.isEmpty() && !FamilyNames.areThere() ? shell : null;
        if (idle != null) {
            close();
        }
        return idle;
    }

    /** A line that begins with neither sign only has the shell started. */
    private static void tell(String line) {
        boolean isNew = shell == null || !shell.isAlive();
        if (isNew && GROUPS.isEmpty() && line.startsWith("-")) {
            return;
        }
        try {
            if (isNew) {
                start();
                for (long group : GROUPS) {
                    write("+ " + group);
                }
            } else {
                write(line);
            }
        } catch (IOException noShell) {
            // Children still die with us; only what they have started might stay.
            LOG.log(System.Logger.Level.DEBUG, "no watcher", noShell);
        }
    }

    private static void start() throws IOException {
        List<String> command = new ArrayList<>(Prefix.ownSession());
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "offspring-watcher"));
        command.addAll(PrivateDirectory.ownBeginnings());
        shell = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (Self.isFirstJvm()) {
            PrivateDirectory.sweepMemory();
        }
    }

    private static void write(String line) throws IOException {
        OutputStream pipe = shell.getOutputStream();
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    private static void close() {
        try {
            write("bye");
            shell.getOutputStream().close();
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "the watcher was gone", gone);
        }
        shell = null;
    }
}

package offspring.wire;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import offspring.Task;

/**
 * A child JVM that reads tasks from its stdin, runs them, and asks for classes over its stdout: the
 * least that code shipping needs. Programs of tests use it as a user's program would use a process.
 */
public final class TwinJvm implements AutoCloseable {

    private static final int QUESTION = 'Q';
    private static final int VALUE = 'V';
    private static final int FAILURE = 'F';

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;
    private int questions;

    private TwinJvm(Process process) {
        this.process = process;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.in = new DataInputStream(process.getInputStream());
    }

    /** A child with the same class path, or as the options say if they name a module to run. */
    public static TwinJvm start(String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of(jvmOptions));
        if (!command.contains("-m")) {
            command.addAll(List.of("-cp", classPath(), TwinJvm.class.getName()));
        }
        return new TwinJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Where snippets run in jshell's own process, that has another class path than they. */
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        return TwinJvm.class.getClassLoader() == ClassLoader.getSystemClassLoader()
                ? own
                : place(TwinJvm.class) + File.pathSeparator + place(Payload.class);
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** Runs a task there; throws what it throws. */
    public <R> R run(Task<R> task) throws Exception {
        return runEncoded(Payload.encode(task));
    }

    /** Runs a task that is encoded already. */
    @SuppressWarnings("unchecked")
    public <R> R runEncoded(byte[] task) throws Exception {
        send(task);
        while (true) {
            int kind = in.readByte();
            byte[] bytes = in.readNBytes(in.readInt());
            switch (kind) {
                case QUESTION -> {
                    questions++;
                    send(ProgramClasses.answer(bytes));
                }
                case VALUE -> {
                    return (R) Payload.decode(bytes);
                }
                default -> throw asException(Failure.decode(bytes, 0, bytes.length, "twin, pid " + process.pid()));
            }
        }
    }

    /** How many classes and resources the child has asked for. */
    public int questions() {
        return questions;
    }

    private static Exception asException(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (Exception) failure;
    }

    private void send(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
        process.onExit().join();
    }

    /** The child. */
    public static void main(String[] arguments) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
        System.setOut(System.err);
        ProgramClasses.pullFrom(request -> {
            answer(out, QUESTION, request);
            return in.readNBytes(in.readInt());
        });
        byte[] length = in.readNBytes(4);
        while (length.length == 4) {
            byte[] task = in.readNBytes(ByteBuffer.wrap(length).getInt());
            run(task, out);
            length = in.readNBytes(4);
        }
    }

    private static void run(byte[] task, DataOutputStream out) throws IOException {
        try {
            Object decoded = Payload.decode(task);
            Thread.currentThread().setContextClassLoader(ProgramClasses.contextFor(decoded));
            answer(out, VALUE, Payload.encode(((Callable<?>) decoded).call()));
        } catch (UndecodableException failure) {
            answer(out, FAILURE, Failure.encode(failure.toNotShippable()));
        } catch (Throwable failure) {
            answer(out, FAILURE, Failure.encode(failure));
        }
    }

    private static synchronized void answer(DataOutputStream out, int kind, byte[] bytes) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }
}

package offspring.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child must know before it has a job.
 *
 * @param answerPath where the child opens its way of answering
 * @param parentPid process id of the parent
 * @param spare whether the job comes later: then there is time to warm up
 * @param preload names of classes to initialize ahead of need
 * @param load names of classes to load ahead of need, but not to initialize: no code of theirs runs
 */
public record Setup(
        String answerPath, long parentPid, boolean spare, List<String> preload, List<String> load) {

    public Frame toFrame() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(answerPath);
            out.writeLong(parentPid);
            out.writeBoolean(spare);
            writeNames(out, preload);
            writeNames(out, load);
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot write to memory", impossible);
        }
        return new Frame(FrameKind.SETUP, bytes.toByteArray());
    }

    public static Setup of(Frame frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.body()));
        String answerPath = in.readUTF();
        long parentPid = in.readLong();
        boolean spare = in.readBoolean();
        return new Setup(answerPath, parentPid, spare, readNames(in), readNames(in));
    }

    private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(in.readUTF());
        }
        return names;
    }
}

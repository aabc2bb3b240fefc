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
 */
public record Setup(String answerPath, long parentPid, boolean spare, List<String> preload) {

    public Frame toFrame() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(answerPath);
            out.writeLong(parentPid);
            out.writeBoolean(spare);
            out.writeInt(preload.size());
            for (String name : preload) {
                out.writeUTF(name);
            }
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
        int count = in.readInt();
        List<String> preload = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            preload.add(in.readUTF());
        }
        return new Setup(answerPath, parentPid, spare, preload);
    }
}

package offspring.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child is to run, and as whom.
 *
 * @param name what it is called
 * @param identity numbers on the way from the first process, such as {@code 1:2}
 * @param daemon whether it ends with its parent's own code
 * @param mayHaveChildren whether it may start processes
 * @param startMethod the default start method of its parent, which it inherits
 * @param familyHeap path of the family's shared memory, empty if it is told later
 * @param ancestors its parent first, the first process of the family last
 * @param inputFilter what the child asks before it reads an object of any class; empty if there is none
 * @param tellWhenRead whether the parent waits for {@link FrameKind#JOB_READ}
 * @param body the encoded action
 */
public record Job(
        String name,
        String identity,
        boolean daemon,
        boolean mayHaveChildren,
        String startMethod,
        String familyHeap,
        List<Ancestor> ancestors,
        byte[] inputFilter,
        boolean tellWhenRead,
        byte[] body) {

    public Frame toFrame() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(name);
            out.writeUTF(identity);
            out.writeBoolean(daemon);
            out.writeBoolean(mayHaveChildren);
            out.writeUTF(startMethod);
            out.writeUTF(familyHeap);
            out.writeInt(ancestors.size());
            for (Ancestor ancestor : ancestors) {
                out.writeUTF(ancestor.name());
                out.writeLong(ancestor.pid());
                out.writeLong(ancestor.startTicks());
                out.writeBoolean(ancestor.daemon());
            }
            writeBytes(out, inputFilter);
            out.writeBoolean(tellWhenRead);
            writeBytes(out, body);
        } catch (IOException impossible) {
            throw new IllegalArgumentException("cannot describe the process: its name is too long", impossible);
        }
        return new Frame(FrameKind.JOB, bytes.toByteArray());
    }

    public static Job of(Frame frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.body()));
        return new Job(
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                in.readBoolean(),
                in.readUTF(),
                in.readUTF(),
                ancestors(in),
                readBytes(in),
                in.readBoolean(),
                readBytes(in));
    }

    private static List<Ancestor> ancestors(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Ancestor> ancestors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ancestors.add(new Ancestor(in.readUTF(), in.readLong(), in.readLong(), in.readBoolean()));
        }
        return ancestors;
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}

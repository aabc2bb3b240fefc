package offspring.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/**
 * Payloads that no message holds: most of their bytes are in a shared object of their own, which is cargo of the
 * message. Who knows how lies above, and is found by its name.
 */
public final class LargeTravel {

    /** Takes bytes to other processes. */
    public interface Porter {

        /**
         * Room for bytes, which grows.
         *
         * @throws IOException if there is no shared memory
         */
        Sink load() throws IOException;

        /**
         * Bytes that arrived.
         *
         * @throws IOException if they are gone, or never were
         */
        Source unload(long handle, long bytes) throws IOException;
    }

    /** Takes bytes, until there is no memory for more. */
    public abstract static class Sink extends OutputStream {

        /** Writes all bytes of a segment. */
        public abstract void write(MemorySegment bytes) throws IOException;

        /** How many were written. */
        public abstract long size();

        /**
         * That was all: from now on it is {@linkplain Travel#carry cargo} of what the thread encodes.
         *
         * @return the handle for {@link Porter#unload}
         */
        public abstract long send() throws IOException;

        /** It will not be sent: the memory is given back. Nothing if it was. */
        public abstract void abandon();
    }

    /** Gives bytes back; closing it ends this use of them. */
    public abstract static class Source extends InputStream {

        /**
         * Fills a segment.
         *
         * @throws IOException if there are not as many
         */
        public abstract void read(MemorySegment bytes) throws IOException;

        @Override
        public abstract void close();
    }

    private static final String CLASS = "offspring.handle.LargePorter";

    private static volatile Porter porter;

    private LargeTravel() {}

    /** Called once, by the class that does it. */
    public static void carriedBy(Porter one) {
        porter = one;
    }

    /** Whether what the thread encodes may have cargo: it stays in the family, and somebody keeps what it refers to. */
    static boolean isPossible() {
        return !Abroad.isUnderWay() && Shipment.loading() != null;
    }

    static Porter porter() throws IOException {
        if (porter == null) {
            initialize();
        }
        return porter;
    }

    private static void initialize() throws IOException {
        try {
            Class.forName(CLASS);
        } catch (ClassNotFoundException incomplete) {
            throw new IOException("there is no " + CLASS, incomplete);
        }
    }
}

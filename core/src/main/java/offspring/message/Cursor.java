package offspring.message;

/** A place among the messages of a stream that were not taken. For whom has the lock of the take side. */
final class Cursor {

    long segment;
    long position;
    /** How many bytes lie before it, from the stream's beginning on. */
    long bytes;
    /** How many messages lie before it. */
    long takes;

    Cursor(long segment, long position, long bytes, long takes) {
        this.segment = segment;
        this.position = position;
        this.bytes = bytes;
        this.takes = takes;
    }

    void enter(Segment next) {
        segment = next.reference();
        position = next.begin();
    }
}

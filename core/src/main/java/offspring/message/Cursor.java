package offspring.message;

/** A place among the messages of a stream that were not taken. For whom has the lock of the take side. */
final class Cursor {

    long segment;
    long position;
    /** How many bytes lie before it, from the stream's beginning on. */
    long bytes;
    /** How many messages lie before it. */
    long takes;
    /** How many lie behind it that nobody is to take. Kept by who goes on to take. */
    int removed;

    Cursor(long segment, long position, long bytes, long takes, int removed) {
        this.segment = segment;
        this.position = position;
        this.bytes = bytes;
        this.takes = takes;
        this.removed = removed;
    }

    void enter(Segment next) {
        segment = next.reference();
        position = next.begin();
    }
}

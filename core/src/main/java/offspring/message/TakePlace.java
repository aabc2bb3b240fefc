package offspring.message;

/** Where a take side was when it was read: it is there or further on. */
final class TakePlace {

    private long segment;
    private long position;
    private long bytes;
    private long gone;

    void set(long newSegment, long newPosition, long newBytes, long newGone) {
        segment = newSegment;
        position = newPosition;
        bytes = newBytes;
        gone = newGone;
    }

    /** Up to where a segment was read; one that the take side has not come to is unread. */
    long positionIn(Segment other) {
        return other.reference() == segment ? position : other.begin();
    }

    /** Whether there is room for one message more under the limits; an empty stream always has some. */
    boolean leaves(long puts, long putBytes, long maxMessages, long maxBytes) {
        long messages = puts - gone;
        return messages < maxMessages && (messages <= 0 || putBytes - bytes < maxBytes);
    }
}

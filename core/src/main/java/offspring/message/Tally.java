package offspring.message;

/**
 * Who took how many messages, kept so that no death makes it wrong. Called by whom has the lock of the take side.
 */
public interface Tally {

    /** Nobody keeps a tally. */
    Tally NONE = new Tally() {
        @Override
        public int self() {
            return 0;
        }

        @Override
        public void count(int taker, long turn) {}

        @Override
        public void repair() {}

        @Override
        public void removing(long message) {}

        @Override
        public void removed(long message) {}
    };

    /** This process's number, from 1 to 65,535; 0 if nobody counts. */
    int self();

    /**
     * Counts a message that was taken, once for each turn, however often it is called for it: after a death it is called
     * again.
     *
     * @param taker the number of who took it
     * @param turn tells this take from all others
     */
    void count(int taker, long turn);

    /** After a death, before anything else. */
    void repair();

    /** A message is about to be removed, which nobody will take. */
    void removing(long message);

    /** It was removed. After a death it is called again for one that may have been counted. */
    void removed(long message);
}

package offspring.crash;

/** Where a worker is in its life when it happens. */
public enum Moment {
    BOOTING("while booting, in the initializer"),
    READING("while reading the task, in `readObject` of an argument"),
    RUNNING("while running the task"),
    WRITING("while writing the result, in its `writeObject`"),
    IDLE("while idle, in a thread that an earlier task left behind"),
    CLOSING("while the pool closes, in a shutdown hook of the worker");

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    /** How the table calls it. */
    public String words() {
        return words;
    }
}

package offspring.crash;

/** When it goes wrong in the life of a child. */
enum Stage {
    /** The JVM is starting; none of our code has run. */
    BOOTING("booting"),
    /** Our code is reading the action: an object in it strikes while it is deserialized. */
    READING("reading the task"),
    /** The action runs. */
    RUNNING("running"),
    /** The action has returned, another non-daemon thread still runs and strikes. */
    ENDING("ending"),
    /** The action waits for something; another thread, or somebody outside, strikes. */
    IDLE("idle"),
    /** The JVM shuts down: a shutdown hook strikes. */
    CLOSING("closing");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}

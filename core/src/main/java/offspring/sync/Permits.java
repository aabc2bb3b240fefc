package offspring.sync;

/** How many there are, and who has them. Never waits. */
interface Permits {

    /**
     * Takes permits, or gives some.
     *
     * @param change how many more there are then; below 0 so many fewer
     * @return false if there are not so many, or would be too many; then nothing has changed
     */
    boolean change(int change);

    int available();

    /** Gives back what dead processes had; whether there was anything. */
    boolean recover();
}

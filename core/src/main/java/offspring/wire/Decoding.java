package offspring.wire;

/**
 * Whether a thread is reading an object, so that static initializers which run then can be told from
 * the program's own code.
 *
 * <p>A program that starts processes from a static initializer would start them in each child again.
 */
public final class Decoding {

    private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<>();

    private Decoding() {}

    /**
     * Tells about the calling thread.
     *
     * @return whether code that runs in it now was called while an object was read
     */
    public static boolean inProgress() {
        int[] depth = DEPTH.get();
        return depth != null && depth[0] > 0;
    }

    static void enter() {
        int[] depth = DEPTH.get();
        if (depth == null) {
            depth = new int[1];
            DEPTH.set(depth);
        }
        depth[0]++;
    }

    static void leave() {
        int[] depth = DEPTH.get();
        if (--depth[0] == 0) {
            DEPTH.remove();
        }
    }
}

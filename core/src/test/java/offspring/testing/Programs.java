package offspring.testing;

import java.io.IOException;

/** Other people's programs that some tests need. */
public final class Programs {

    private Programs() {}

    /**
     * Whether a program is there that tells its version when asked with {@code -V}. Where the build must not pass without
     * having looked (CI=true), a missing one is no reason to skip.
     */
    public static boolean isThere(String program) throws InterruptedException {
        boolean there;
        IOException cause = null;
        try {
            there = new ProcessBuilder(program, "-V")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            there = false;
            cause = missing;
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("this build must have " + program, cause);
        }
        return there;
    }
}

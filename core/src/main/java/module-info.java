/**
 * Process-based parallelism: child JVMs, pools of them, and what they share.
 *
 * <p>One {@code import module offspring;} gives a source file every public name.
 */
module offspring {
    requires java.logging;
    requires jdk.unsupported;

    exports offspring;
    exports offspring.child to
            java.logging;
    exports offspring.codec;
    exports offspring.ipc;
    exports offspring.pool;
    exports offspring.process;
    exports offspring.shm;
    exports offspring.sync;

    uses offspring.codec.CodecProvider;
}

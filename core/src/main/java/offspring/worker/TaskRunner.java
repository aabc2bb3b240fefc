package offspring.worker;

import offspring.wire.Failure;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;

/** Runs one item: decodes its argument, calls the function, encodes what comes of it, catches everything. */
final class TaskRunner {

    private boolean failed;

    /** Runs the item and returns its encoded outcome; {@link #failed} tells which kind it is. */
    byte[] run(CallKind kind, ShippedFunction function, byte[] body, int offset, int length) {
        Probe.step("worker.TaskRunner: item run");
        try {
            Object argument = length == 0 ? null : Payload.decode(body, offset, length);
            byte[] value = Payload.encode(kind.call(function.get(), argument));
            failed = false;
            return value;
        } catch (UndecodableException unreadable) {
            failed = true;
            return Failure.encode(unreadable.toNotShippable());
        } catch (Throwable failure) {
            failed = true;
            return Failure.encode(failure);
        } finally {
            Thread.interrupted();
        }
    }

    boolean failed() {
        return failed;
    }
}

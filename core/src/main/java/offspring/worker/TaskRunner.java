package offspring.worker;

import offspring.wire.Failure;
import offspring.wire.Payload;
import offspring.wire.PayloadWriter;

/** Runs one item: decodes its argument, calls the function, encodes what comes of it, catches everything. */
final class TaskRunner {

    private final PayloadWriter outcome = new PayloadWriter();
    private boolean failed;

    /** Runs the item. {@link #outcome} is what came of it, {@link #failed} tells which kind it is. */
    void run(CallKind kind, ShippedFunction function, byte[] body, int offset, int length) {
        Probe.step("worker.TaskRunner: item run");
        outcome.clear();
        outcome.skip(OutcomeRecordLayout.ITEM_BYTES);
        try {
            Object argument = length == 0 ? null : Payload.decode(body, offset, length);
            outcome.append(kind.call(function.get(), argument));
            failed = false;
        } catch (Throwable failure) {
            failed = true;
            outcome.rewind(OutcomeRecordLayout.ITEM_BYTES);
            outcome.appendEncoded(Failure.encode(failure));
        } finally {
            Thread.interrupted();
        }
    }

    /** The payload of the value or of the failure, behind room for an item's head. */
    PayloadWriter outcome() {
        return outcome;
    }

    boolean failed() {
        return failed;
    }
}

package offspring.worker;

import offspring.wire.Payload;
import offspring.wire.PayloadWriter;
import offspring.wire.ProgramClasses;
import offspring.wire.Shipment;
import offspring.wire.UndecodableException;

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
            Object callee = function.get();
            Thread.currentThread().setContextClassLoader(ProgramClasses.contextFor(callee));
            outcome.append(kind.call(callee, argument));
            failed = false;
        } catch (UndecodableException unreadable) {
            fail(unreadable.toNotShippable());
        } catch (Throwable failure) {
            fail(failure);
        } finally {
            Thread.interrupted();
        }
    }

    private void fail(Throwable failure) {
        failed = true;
        outcome.rewind(OutcomeRecordLayout.ITEM_BYTES);
        outcome.append(Shipment.ofFailure(failure));
    }

    /** The payload of the value or of the failure, behind room for an item's head. */
    PayloadWriter outcome() {
        return outcome;
    }

    boolean failed() {
        return failed;
    }
}

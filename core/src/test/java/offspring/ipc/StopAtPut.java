package offspring.ipc;

import java.util.function.Consumer;
import offspring.lock.Step;
import offspring.os.Signals;

/** Stops its process, as by Ctrl-Z, when a message is written and not put yet. */
public final class StopAtPut implements Consumer<Step> {

    @Override
    public void accept(Step reached) {
        if (reached == Step.PUT_WRITTEN) {
            Signals.send(ProcessHandle.current().pid(), Signals.SIGSTOP);
        }
    }
}

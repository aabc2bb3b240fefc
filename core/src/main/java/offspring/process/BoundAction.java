package offspring.process;

import offspring.Action;
import offspring.Action1;
import offspring.Action2;
import offspring.Action3;
import offspring.Action4;

/** Actions together with their arguments: named classes, which a child reads sooner than it links a lambda. */
@SuppressWarnings("serial") // Whether an argument can travel shows when it is to.
sealed interface BoundAction extends Action {

    record Of1<A>(Action1<A> action, A a) implements BoundAction {
        @Override
        public void execute() throws Exception {
            action.accept(a);
        }
    }

    record Of2<A, B>(Action2<A, B> action, A a, B b) implements BoundAction {
        @Override
        public void execute() throws Exception {
            action.accept(a, b);
        }
    }

    record Of3<A, B, C>(Action3<A, B, C> action, A a, B b, C c) implements BoundAction {
        @Override
        public void execute() throws Exception {
            action.accept(a, b, c);
        }
    }

    record Of4<A, B, C, D>(Action4<A, B, C, D> action, A a, B b, C c, D d) implements BoundAction {
        @Override
        public void execute() throws Exception {
            action.accept(a, b, c, d);
        }
    }

    /** A whole process object, of a subclass that has its own {@code run}. */
    record OfProcess(ChildProcess process) implements BoundAction {
        @Override
        public void execute() throws Exception {
            process.run();
        }
    }
}

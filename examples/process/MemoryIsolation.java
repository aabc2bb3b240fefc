// Memory is not shared: what a child assigns, the parent never sees.
//
// The parent joins before it looks, else 100 would prove nothing: the child might merely be late.

import module offspring;

static int n = 100;
int field = 100;

void main() throws Exception {
    field = 200;
    ChildProcess child = new ChildProcess(() -> {
        IO.println("child finds n = " + n + ", set by the initializer of its own class");
        IO.println("child finds field = " + field + ", which travelled with the program object");
        n = 0;
        field = 0;
        IO.println("child now has n = " + n + ", field = " + field);
    });
    child.start().join();
    IO.println("parent still has n = " + n + ", field = " + field);
}

// Prints, in this order:
//   child finds n = 100, set by the initializer of its own class
//   child finds field = 200, which travelled with the program object
//   child now has n = 0, field = 0
//   parent still has n = 100, field = 200

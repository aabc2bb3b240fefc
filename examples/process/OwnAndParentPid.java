// Every process has a parent: that of this program is whatever started it, a shell or an IDE.

import module offspring;

void main() {
    ProcessHandle me = ProcessHandle.current();
    IO.println("start, pid " + me.pid());
    IO.println("parent's pid " + me.parent().map(ProcessHandle::pid).orElse(0L));
    IO.println("the family's first process: " + ChildProcess.current().isMain());
    IO.println("end");
}

// Prints, in this order:
//   start, pid …
//   parent's pid …
//   the family's first process: true
//   end

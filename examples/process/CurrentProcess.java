// ChildProcess.current(): who am I? Names are given before the start.

import module offspring;

void main() throws Exception {
    List<ChildProcess> children = new ArrayList<>();
    for (String name : List.of("pp1", "pp2")) {
        ChildProcess child = ChildProcess.of(n -> introduce(n), name.length());
        child.setName(name);
        children.add(child.start());
    }
    for (ChildProcess child : children) {
        IO.println("parent knows " + child.getName() + " as " + child.pid());
        child.join();
    }
    ProcessInfo me = ChildProcess.current();
    IO.println("the first process: main " + me.isMain() + ", parent " + me.parent());
}

static void introduce(int argument) {
    ProcessInfo me = ChildProcess.current();
    boolean same = me.pid() == ProcessHandle.current().pid();
    IO.println(me.name() + ": argument " + argument + ", main " + me.isMain() + ", pid as the system says " + same);
}

// Prints, in any order:
//   parent knows pp1 as …
//   parent knows pp2 as …
//   pp1: argument 3, main false, pid as the system says true
//   pp2: argument 3, main false, pid as the system says true
//   the first process: main true, parent null

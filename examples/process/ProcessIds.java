// Process ids: every child has its own, and the same parent.
//
// A process has no return value. What a child computes has to be sent, which is what a Pool does.

import module offspring;

void main() throws Exception {
    long parent = ChildProcess.current().pid();
    IO.println("parent " + parent);
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
        int x = i;
        children.add(new ChildProcess(() -> {
            ProcessInfo me = ChildProcess.current();
            boolean ours = me.parent().pid() == parent;
            IO.println("child " + x + ": pid " + me.pid() + ", child of the parent above: " + ours);
        }).start());
    }
    Set<Long> pids = new HashSet<>();
    for (ChildProcess child : children) {
        pids.add(child.pid());
        child.join();
    }
    IO.println(pids.size() + " different pids");
}

// Prints, in any order:
//   parent …
//   child 0: pid …, child of the parent above: true
//   child 1: pid …, child of the parent above: true
//   child 2: pid …, child of the parent above: true
//   child 3: pid …, child of the parent above: true
//   child 4: pid …, child of the parent above: true
//   5 different pids

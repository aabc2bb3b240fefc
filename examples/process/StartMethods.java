// Three ways to start the same child: a fresh JVM, one booted ahead, or a thread of this JVM.
//
// STANDBY is the default: as isolated as SPAWN, but it need not wait for a JVM to boot.
// THREAD is for tests and debuggers: everything is copied as if it were a process, but there is one pid.

import module offspring;

void main() throws Exception {
    long mine = ProcessHandle.current().pid();
    for (StartMethod method : StartMethod.values()) {
        ChildProcess.builder()
                .startMethod(method)
                .start(() -> {
                    boolean same = ProcessHandle.current().pid() == mine;
                    IO.println(method + ": " + (same ? "in the parent's JVM" : "in a JVM of its own"));
                })
                .join();
    }
    IO.println("default: " + StartMethod.getDefault());
}

// Prints, in any order:
//   SPAWN: in a JVM of its own
//   STANDBY: in a JVM of its own
//   THREAD: in the parent's JVM
//   default: STANDBY

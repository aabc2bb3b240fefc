// To copy: start several children, join them all, go on.

import module offspring;

void main() throws Exception {
    List<ChildProcess> children =
            IntStream.range(0, 5).mapToObj(i -> ChildProcess.of(n -> work(n), i)).toList();
    children.forEach(ChildProcess::start);
    for (ChildProcess child : children) {
        child.join();
    }
    boolean well = children.stream().allMatch(child -> child.exitCode().getAsInt() == 0);
    IO.println("all have ended, all well: " + well);
}

static void work(int n) {
    IO.println("part " + n);
}

// Prints, in any order:
//   part 0
//   part 1
//   part 2
//   part 3
//   part 4
//   all have ended, all well: true

// A list of plain values in shared memory: fixed in length, each place as large as its first value.

import module offspring;

void main() throws Exception {
    try (ShareableList list = ShareableList.create("howdy", 273.154, 100L, true, null)) {
        ChildProcess.builder().start(() -> {
            list.set(0, "hello");
            list.set(2, (Long) list.get(2) + 1);
            list.set(4, "late");
        }).join();
        IO.println(list);
        try {
            list.set(0, "a longer text");
        } catch (IllegalArgumentException tooLong) {
            IO.println("13 bytes do not fit where there was room for 8");
        }
        list.unlink();
    }
}

// Prints, in this order:
//   [hello, 273.154, 101, true, late]
//   13 bytes do not fit where there was room for 8

// A block of bytes that several processes write: the action captures it, only its name travels.
//
// Each child fills its own quarter, so that nobody needs a lock.

import module offspring;

void main() throws Exception {
    try (SharedMemory block = SharedMemory.create(4 * 8)) {
        List<ChildProcess> children = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            int quarter = number;
            children.add(ChildProcess.builder().start(() -> block.buffer().putLong(quarter * 8, quarter * 100L)));
        }
        for (ChildProcess child : children) {
            child.join();
        }
        ByteBuffer bytes = block.buffer();
        for (int quarter = 0; quarter < 4; quarter++) {
            IO.println("child " + quarter + " wrote " + bytes.getLong(quarter * 8));
        }
        block.unlink();
    }
}

// Prints, in this order:
//   child 0 wrote 0
//   child 1 wrote 100
//   child 2 wrote 200
//   child 3 wrote 300

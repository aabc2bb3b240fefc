// Who knows the name of a block can attach to it, also a program in another language: in Python,
// SharedMemory(name="...").buf is the same bytes.

import module offspring;

void main() throws Exception {
    try (SharedMemory mine = SharedMemory.create(10)) {
        String name = mine.name();
        ChildProcess.builder().start(() -> {
            try (SharedMemory same = SharedMemory.attach(name)) {
                IO.println("child sees " + same.buffer().get(0));
                same.buffer().put(1, (byte) 43);
            }
        }).join();
        // The child only let go of it: the block is still there.
        IO.println("parent sees " + mine.buffer().get(1));
        mine.unlink();
        try {
            SharedMemory.attach(name);
        } catch (NoSuchFileException gone) {
            IO.println("nobody can attach any more");
        }
        IO.println("parent still sees " + mine.buffer().get(1));
    }
}

// Prints, in this order:
//   child sees 0
//   parent sees 43
//   nobody can attach any more
//   parent still sees 43

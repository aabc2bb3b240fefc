// Text in shared memory, as long as its place allows: UTF-8 up to the first NUL, as C has it.

import module offspring;

void main() throws Exception {
    SharedByteArray place = SharedByteArray.create(12);
    place.setString("hello");
    new ChildProcess(() -> place.setString(place.getString() + " you")).start().join();
    IO.println(place.getString());
    try {
        place.setString("a text that is too long");
    } catch (IllegalArgumentException tooLong) {
        IO.println(tooLong.getMessage());
    }
}

// Prints, in this order:
//   hello you
//   cannot store a text: it is too long; bytes=23 length=12

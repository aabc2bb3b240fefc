// A number and an array that a child changes in place: nothing is copied, and nothing is sent back.

import module offspring;

void main() throws Exception {
    SharedDouble number = SharedDouble.create(0.0);
    SharedIntArray array = SharedIntArray.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    new ChildProcess(() -> {
        number.set(3.1415927);
        for (int i = 0; i < array.length(); i++) {
            array.set(i, -array.get(i));
        }
    }).start().join();
    IO.println(number);
    IO.println(Arrays.toString(array.toArray()));
}

// Prints, in this order:
//   3.1415927
//   [0, -1, -2, -3, -4, -5, -6, -7, -8, -9]

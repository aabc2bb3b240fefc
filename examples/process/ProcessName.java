// A subclass may have a field called name: it and the process's name are two things.
//
// (Where the process's name is an attribute of the same object, the constructor of the base class
// overwrites the field, and everybody chats with "Process-1".)

import module offspring;

static class Chat extends ChildProcess {
    final String name;

    Chat(String name) {
        this.name = name;
    }

    @Override
    public void run() {
        IO.println("process " + ChildProcess.current().name() + " chats with " + name);
    }
}

void main() throws Exception {
    Chat unnamed = new Chat("Lin");
    unnamed.start().join();

    Chat named = new Chat("Lin");
    named.setName("talker");
    named.start().join();
    IO.println("getName() says " + named.getName() + ", the field says " + named.name);
}

// Prints, in this order:
//   process Chat-1 chats with Lin
//   process talker chats with Lin
//   getName() says talker, the field says Lin

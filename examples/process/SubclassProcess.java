// The object-oriented way: a subclass with fields of its own, and run() overridden.

import module offspring;

static class Chat extends ChildProcess {
    final String who;

    Chat(String who) {
        this.who = who;
    }

    @Override
    public void run() {
        IO.println(who + " is chatting, in " + (ChildProcess.current().isMain() ? "the parent" : "a child"));
    }
}

void main() throws Exception {
    List<Chat> chats = List.of(new Chat("Ken"), new Chat("Max"), new Chat("Tim"));
    chats.forEach(Chat::start);
    for (Chat chat : chats) {
        chat.join();
    }
    IO.println("the main process goes on");

    // start() makes a process, which calls run(). Who calls run() himself calls a method, here and now.
    Chat never = new Chat("Min");
    never.run();
    try {
        never.join();
    } catch (IllegalStateException e) {
        IO.println("join before start: " + e.getClass().getSimpleName());
    }
}

// Prints, in any order:
//   Ken is chatting, in a child
//   Max is chatting, in a child
//   Tim is chatting, in a child
//   the main process goes on
//   Min is chatting, in the parent
//   join before start: IllegalStateException

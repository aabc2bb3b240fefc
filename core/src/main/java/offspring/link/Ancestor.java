package offspring.link;

/**
 * A process above a child, as the child is told of it.
 *
 * @param name what it is called
 * @param pid its process id
 * @param startTicks when the system says it started, to tell it from a later process of that id; 0 if unknown
 * @param daemon whether it is a daemon
 */
public record Ancestor(String name, long pid, long startTicks, boolean daemon) {}

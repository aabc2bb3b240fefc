/** Queues, pipes and connections: what processes say to each other. */
package offspring.ipc;

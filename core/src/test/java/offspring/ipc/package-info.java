/** Tests of queues, pipes and connections. */
package offspring.ipc;

/** Sockets on their way from process to process. */
package offspring.channel;

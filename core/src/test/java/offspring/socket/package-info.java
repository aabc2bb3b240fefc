/** Tests of sockets that carry messages. */
package offspring.socket;

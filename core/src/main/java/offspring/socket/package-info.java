/** Messages over sockets, and who may send them. */
package offspring.socket;

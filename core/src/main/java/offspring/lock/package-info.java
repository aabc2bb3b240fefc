/** The lock that survives its holder, and sleeping until another process changes something. */
package offspring.lock;

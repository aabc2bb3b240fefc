/** Waiting across processes. */
package offspring.sync;

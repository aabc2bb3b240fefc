/** Bytes and plain values in shared memory that has a name. */
package offspring.shm;

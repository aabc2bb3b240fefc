/** Values, arrays and records that processes share, and shared memory that has a name. */
package offspring.shm;

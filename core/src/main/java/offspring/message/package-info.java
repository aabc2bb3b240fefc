/** Messages in shared memory, from any number of processes to any number. */
package offspring.message;

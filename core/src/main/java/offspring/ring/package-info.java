/** The byte ring between two processes, and the doorbell that wakes its reader. */
package offspring.ring;

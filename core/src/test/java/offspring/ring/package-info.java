/** Tests of the ring and its doorbell, in one process and between two. */
package offspring.ring;

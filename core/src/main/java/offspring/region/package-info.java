/** The family's shared memory: one sparse heap, handed out in regions. */
package offspring.region;

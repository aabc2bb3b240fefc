/** The crash table: each way to die at each moment, and what comes of it. */
package offspring.crash;

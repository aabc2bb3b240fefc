/** Spreading tasks over workers and collecting their outcomes. */
package offspring.pool;

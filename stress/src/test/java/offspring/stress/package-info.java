/** What is run many thousand times, or killed many hundred times, to see whether it holds. */
package offspring.stress;

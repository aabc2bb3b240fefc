/** Starting, watching and ending child JVMs. */
package offspring.process;

/** Starting, watching and ending one child JVM, from the side of the parent. */
package offspring.launch;

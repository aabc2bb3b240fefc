/** What a child JVM does before and after the code it was started for. */
package offspring.child;

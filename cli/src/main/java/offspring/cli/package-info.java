/** The {@code offspring} command: what {@code ./offspring} does once it has found a JDK and built what has changed. */
package offspring.cli;

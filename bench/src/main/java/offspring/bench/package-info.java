/** {@code ./offspring bench}: our figures and CPython's, measured in turns on the same machine. */
package offspring.bench;

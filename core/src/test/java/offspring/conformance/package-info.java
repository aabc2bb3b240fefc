/**
 * CPython's own cases, each test named after the case it stands for.
 *
 * <p>Where this library answers differently on purpose, the test says what it answers and why.
 */
package offspring.conformance;

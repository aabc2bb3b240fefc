/** What the tests lean on: leaks, hangs, waiting, programs in fresh JVMs. */
package offspring.testing;

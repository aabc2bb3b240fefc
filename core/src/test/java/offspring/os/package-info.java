/** Tests of the system calls and their fallbacks: the same tests for both. */
package offspring.os;

/** Tests of waiting across processes. */
package offspring.sync;

/** Tests of the family heap. */
package offspring.region;

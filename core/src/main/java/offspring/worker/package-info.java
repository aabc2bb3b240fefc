/** What a pool's child does all day. */
package offspring.worker;

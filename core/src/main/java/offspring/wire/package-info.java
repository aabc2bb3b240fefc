/** Objects, exceptions and code to bytes and back. */
package offspring.wire;

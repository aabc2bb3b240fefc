/** Tests of messages in shared memory. */
package offspring.message;

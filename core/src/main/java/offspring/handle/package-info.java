/** Shared objects on their way from process to process. */
package offspring.handle;

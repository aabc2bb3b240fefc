/** One Java method per system call, each with a portable fallback. */
package offspring.os;

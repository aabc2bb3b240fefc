/** The few words every layer speaks: functional interfaces, errors, {@link offspring.ExitStatus}. */
package offspring;

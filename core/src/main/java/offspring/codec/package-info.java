/** How objects become bytes: the codec interface and its providers. */
package offspring.codec;

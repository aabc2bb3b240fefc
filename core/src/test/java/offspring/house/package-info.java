/** Tests of the house itself: layers, names, documents. */
package offspring.house;

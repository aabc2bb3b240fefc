/** The two pipes between a parent and its child, and the frames on them. */
package offspring.link;

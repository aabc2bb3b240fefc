package offspring.wire;

/**
 * A mention of code or of a field in code.
 *
 * @param owner the class, as in {@code Class.forName}
 * @param name the method or field; {@link #ALL} means all methods
 * @param descriptor the method's or field's
 */
record CodeReference(String owner, String name, String descriptor) {

    static final String ALL = "*";
}

package offspring.shm;

import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * What travels in place of a struct: its handle, which turns into its elements, and the class of its records.
 *
 * @param data the handle, {@link Elements} once it has been read
 * @param type of the records
 * @param single whether it is a struct and not an array
 */
@SuppressWarnings("serial") // a handle, whose class says nothing of what it turns into
record StructHandle(Object data, Class<?> type, boolean single) implements Serializable {

    private Object readResolve() throws InvalidObjectException {
        if (data instanceof Elements elements && type.isRecord()) {
            Class<? extends Record> records = type.asSubclass(Record.class);
            return single ? new SharedStruct<>(records, elements) : new SharedStructArray<>(records, elements);
        }
        throw new InvalidObjectException(
                "a struct of " + type.getTypeName() + " cannot be read: this is not its handle");
    }
}

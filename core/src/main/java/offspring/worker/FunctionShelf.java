package offspring.worker;

import java.util.HashMap;
import java.util.Map;

/** The functions a worker was sent, each decoded once, when it is first called. */
final class FunctionShelf {

    private final Map<Long, ShippedFunction> byId = new HashMap<>();

    void put(long id, ShippedFunction function) {
        byId.put(id, function);
    }

    ShippedFunction get(long id) {
        return byId.get(id);
    }

    void forget(long id) {
        byId.remove(id);
    }
}

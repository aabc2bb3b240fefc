package offspring.wire;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** What an object refers to, as far as serialization would follow it and reflection can see it. */
final class References {

    private References() {}

    /**
     * Visits each reference.
     *
     * @param visitor gets the name of the field or the place in the container, and the target
     */
    static void visit(Object object, BiConsumer<String, Object> visitor) {
        BiConsumer<String, Object> present = (name, target) -> {
            if (target != null) {
                visitor.accept(name, target);
            }
        };
        switch (object) {
            case String _, Number _, Boolean _, Character _, Class<?> _, Enum<?> _ -> { }
            case Object[] array -> visitElements(array, present);
            case Optional<?> optional -> present.accept("value", optional.orElse(null));
            case AtomicReference<?> reference -> present.accept("value", reference.get());
            case Map.Entry<?, ?> entry -> {
                present.accept("key", entry.getKey());
                present.accept("value", entry.getValue());
            }
            default -> visitObject(object, present);
        }
    }

    private static void visitObject(Object object, BiConsumer<String, Object> visitor) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            return;
        }
        if (Lambdas.isLambda(type)) {
            visitLambda(object, visitor);
            return;
        }
        if (Proxy.isProxyClass(type)) {
            visitor.accept("handler", Proxy.getInvocationHandler(object));
            return;
        }
        visitContent(object, visitor);
        visitFields(object, type, visitor);
    }

    private static void visitElements(Object[] array, BiConsumer<String, Object> visitor) {
        for (int i = 0; i < array.length; i++) {
            visitor.accept("[" + i + "]", array[i]);
        }
    }

    private static void visitContent(Object object, BiConsumer<String, Object> visitor) {
        switch (object) {
            case Collection<?> collection -> visitElements(collection.toArray(), visitor);
            case Map<?, ?> map -> map.forEach((key, value) -> {
                visitor.accept("[" + abbreviated(key) + "]", value);
                visitor.accept("key " + abbreviated(key), key);
            });
            case Throwable throwable -> {
                visitor.accept("cause", throwable.getCause());
                Throwable[] suppressed = throwable.getSuppressed();
                for (int i = 0; i < suppressed.length; i++) {
                    visitor.accept("suppressed[" + i + "]", suppressed[i]);
                }
            }
            default -> { }
        }
    }

    /** Only of keys whose text cannot surprise. */
    private static String abbreviated(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Enum<?>) {
            String text = key.toString();
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }
        return key == null ? "null" : "a " + key.getClass().getName();
    }

    private static void visitLambda(Object lambda, BiConsumer<String, Object> visitor) {
        SerializedLambda form = Lambdas.serialized(lambda);
        if (form == null) {
            return;
        }
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            visitor.accept(Lambdas.capturesThis(form) && i == 0 ? "this" : "captured[" + i + "]",
                    form.getCapturedArg(i));
        }
    }

    private static void visitFields(Object object, Class<?> type, BiConsumer<String, Object> visitor) {
        for (Class<?> c = type; c != null && Serializable.class.isAssignableFrom(c); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (travels(field) && field.trySetAccessible()) {
                    visitor.accept(field.getName(), get(field, object));
                }
            }
        }
    }

    private static boolean travels(Field field) {
        int modifiers = field.getModifiers();
        return !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.getType().isPrimitive();
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package offspring.wire;

import java.io.Serializable;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.stream.BaseStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/** What is wrong with an object that cannot travel, and what its program can do about it. */
final class Remedy {

    /** The library's own interface in place of the JDK's. */
    private static final Map<String, String> SHIPPABLE = Map.ofEntries(
            Map.entry("java.util.concurrent.Callable", "offspring.Task"),
            Map.entry("java.util.function.Supplier", "offspring.Task"),
            Map.entry("java.lang.Runnable", "offspring.Action"),
            Map.entry("java.util.function.Function", "offspring.Func"),
            Map.entry("java.util.function.UnaryOperator", "offspring.Func"),
            Map.entry("java.util.function.BiFunction", "offspring.BiFunc"),
            Map.entry("java.util.function.BinaryOperator", "offspring.BiFunc"),
            Map.entry("java.util.function.Consumer", "offspring.Action1"),
            Map.entry("java.util.function.BiConsumer", "offspring.Action2"));

    /** Of this library, in a layer above. */
    private static final String LISTENER = "offspring.ipc.SocketListener";

    private Remedy() {}

    /** What an object is, for a text. */
    static String describe(Object offender) {
        Class<?> type = offender.getClass();
        return Lambdas.isLambda(type)
                ? "a lambda or method reference of type " + interfaceOf(type)
                : "an object of " + nameOf(type);
    }

    /** What its program can do about an object; {@code lastStep} is the field that it stands in. */
    static String of(Object offender, String lastStep) {
        Class<?> type = offender.getClass();
        if (Lambdas.isLambda(type)) {
            return forLambda(interfaceOf(type));
        }
        if (lastStep.equals("this")) {
            return "the lambda uses a field or method of the object around it: make that static, or copy it to a "
                    + "local variable first, or let " + nameOf(type) + " implement java.io.Serializable";
        }
        if (lastStep.startsWith("this$")) {
            return "it is the object around an inner, local or anonymous class: make that class static, or let "
                    + nameOf(type) + " implement java.io.Serializable";
        }
        return isJdk(type) ? forJdk(offender, orTransient(lastStep)) : forProgram(type, orTransient(lastStep));
    }

    private static String forLambda(String face) {
        String ours = SHIPPABLE.get(face);
        return ours == null
                ? "declare it as an interface that extends java.io.Serializable, or cast it to (" + face
                        + " & java.io.Serializable)"
                : "declare it as " + ours + " instead, or call through Pool, whose methods take " + ours;
    }

    /** Only a field can be transient, not a captured value or an element. */
    private static String orTransient(String lastStep) {
        boolean field = !lastStep.isEmpty() && lastStep.indexOf('[') < 0 && lastStep.indexOf(' ') < 0;
        return field ? ", or make the field " + lastStep + " transient" : "";
    }

    private static String forProgram(Class<?> type, String orTransient) {
        if (type.getName().equals(LISTENER)) {
            return "a Listener stays in the process that has bound it: accept there and send what was received, or"
                    + " share a java.nio.channels.ServerSocketChannel, which travels, see docs/channels.md" + orTransient;
        }
        String what = type.isRecord() ? "the record " : "";
        return "let " + what + nameOf(type) + " implement java.io.Serializable" + orTransient;
    }

    private static String forJdk(Object offender, String orTransient) {
        return switch (offender) {
            case Socket _, ServerSocket _ ->
                    "use a java.nio.channels.SocketChannel or ServerSocketChannel, which travel" + orTransient;
            case SSLEngine _, SSLSession _ ->
                    "what was agreed on for TLS belongs to this process: hand over the SocketChannel before the handshake"
                            + orTransient;
            case DatagramChannel _, DatagramSocket _ ->
                    "only connections travel, and what accepts them: open it in the child" + orTransient;
            case Map<?, ?> _ -> "copy it into a new java.util.HashMap or TreeMap";
            case Set<?> _ -> "copy it into a new java.util.HashSet, LinkedHashSet or TreeSet";
            case List<?> _ -> "copy it: List.copyOf, or a new java.util.ArrayList";
            case Collection<?> _ -> "copy it into a new java.util.ArrayList";
            case BaseStream<?, ?> _ -> "collect it into a list first";
            case Iterator<?> _ -> "collect what is left of it into a list first";
            case Thread _, Executor _, Lock _, AutoCloseable _, ClassLoader _ ->
                    "it belongs to this process: make or open one in the child" + orTransient;
            default -> "send what it is made from and make it in the child" + orTransient;
        };
    }

    /** The interface that a lambda was written for. */
    private static String interfaceOf(Class<?> lambda) {
        for (Class<?> face : lambda.getInterfaces()) {
            if (face != Serializable.class) {
                return face.getName();
            }
        }
        return lambda.getName();
    }

    /** A class's name without what the JVM appends for hidden ones. */
    static String nameOf(Class<?> type) {
        String name = type.getTypeName();
        int hidden = name.indexOf('/');
        return hidden < 0 ? name : name.substring(0, hidden);
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}

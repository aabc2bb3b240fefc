package offspring.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the jshell variables that code reads or writes, following its calls into other jshell code.
 *
 * <p>By method and not by class: the line that submits a task mentions the pool, the input and much
 * else that the task itself never sees.
 */
final class SnippetScan {

    private final ClassLoader loader;
    private final Map<String, byte[]> bytes = new HashMap<>();
    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Set<CodeReference> seen = new LinkedHashSet<>();
    private final Set<CodeReference> variables = new LinkedHashSet<>();
    private final ArrayDeque<CodeReference> waiting = new ArrayDeque<>();

    SnippetScan(ClassLoader loader) {
        this.loader = loader;
    }

    /** Follows more code; what was found before stays. */
    void follow(Set<CodeReference> roots) throws IOException {
        roots.forEach(this::add);
        while (!waiting.isEmpty()) {
            scan(waiting.remove());
        }
    }

    /** The variables found so far. */
    Set<CodeReference> variables() {
        return variables;
    }

    /** The class files met so far, by class name. */
    Map<String, byte[]> bytes() {
        return bytes;
    }

    private void add(CodeReference reference) {
        if (Snippets.isSnippet(reference.owner()) && seen.add(reference)) {
            waiting.add(reference);
        }
    }

    private void scan(CodeReference reference) throws IOException {
        ClassModel model = classOf(reference.owner());
        if (model == null) {
            return;
        }
        for (MethodModel method : model.methods()) {
            if (isMeant(reference, method)) {
                method.code().ifPresent(this::scan);
            }
        }
        model.superclass().ifPresent(parent -> addAllOf(className(parent.asInternalName())));
    }

    /** Whoever makes an object may call all of its methods, by whatever type. */
    private static boolean isMeant(CodeReference reference, MethodModel method) {
        String name = method.methodName().stringValue();
        return reference.name().equals(CodeReference.ALL)
                || name.equals("<clinit>")
                || name.equals(reference.name())
                        && method.methodType().stringValue().equals(reference.descriptor());
    }

    private void scan(CodeModel code) {
        for (CodeElement element : code) {
            switch (element) {
                case FieldInstruction field -> addField(field);
                case InvokeInstruction call -> addCall(call);
                case InvokeDynamicInstruction dynamic -> dynamic.bootstrapArgs().forEach(this::addHandle);
                default -> { }
            }
        }
    }

    private void addField(FieldInstruction field) {
        String owner = className(field.owner().asInternalName());
        if (Snippets.holdsVariables(owner)) {
            variables.add(new CodeReference(owner, field.name().stringValue(), field.type().stringValue()));
        } else {
            add(new CodeReference(owner, "<clinit>", "()V"));
        }
    }

    private void addCall(InvokeInstruction call) {
        String owner = className(call.owner().asInternalName());
        String name = call.name().stringValue();
        if (name.equals("<init>")) {
            addAllOf(owner);
        } else {
            add(new CodeReference(owner, name, call.type().stringValue()));
        }
    }

    private void addHandle(ConstantDesc argument) {
        if (argument instanceof DirectMethodHandleDesc handle) {
            String descriptor = handle.owner().descriptorString();
            String owner = className(descriptor.substring(1, descriptor.length() - 1));
            if (handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
                addAllOf(owner);
            } else {
                add(new CodeReference(owner, handle.methodName(), handle.lookupDescriptor()));
            }
        }
    }

    private void addAllOf(String owner) {
        add(new CodeReference(owner, CodeReference.ALL, ""));
    }

    private static String className(String internal) {
        return internal.replace('/', '.');
    }

    private ClassModel classOf(String name) throws IOException {
        ClassModel model = classes.get(name);
        if (model == null) {
            byte[] file = fileOf(name);
            if (file == null) {
                return null;
            }
            bytes.put(name, file);
            model = ClassFile.of().parse(file);
            classes.put(name, model);
        }
        return model;
    }

    private byte[] fileOf(String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }
}

package offspring.launch;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The options this JVM was started with that its children get too.
 *
 * <p>They are read from the command line and from the variables JDK_JAVA_OPTIONS, JAVA_TOOL_OPTIONS and
 * _JAVA_OPTIONS (which children are then started without, since each of them makes a JVM say so on
 * stderr). The JVM's own account of them, in {@code java.management}, is slow to load: it is asked
 * only where this JVM was not started by the {@code java} command.
 *
 * <p>Handed on: system properties, assertions, preview, what opens or adds modules. Not handed on:
 * memory, garbage collectors, agents, debuggers, management, and anything else of {@code -X}.
 */
final class ParentOptions {

    /** Variables in which a JVM finds options. */
    static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Set<String> WITH_SEPARATE_VALUE = Set.of(
            "-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules",
            "--enable-native-access", "--limit-modules", "--add-exports", "--add-opens", "--add-reads",
            "--patch-module", "--source", "-d", "--describe-module");

    private static final List<String> OF_MODULES = List.of(
            "--add-modules=", "--add-opens=", "--add-exports=", "--add-reads=", "--patch-module=",
            "--limit-modules=", "--upgrade-module-path=", "--enable-native-access=", "--illegal-native-access=");

    private static final List<String> PREFIXES = List.of(
            "-Xbootclasspath/a:", "--sun-misc-unsafe-memory-access=", "--finalization=");

    private static final Set<String> ASSERTIONS = Set.of(
            "-ea", "-da", "-esa", "-dsa", "-enableassertions", "-disableassertions", "-enablesystemassertions",
            "-disablesystemassertions");

    /** What has an effect on one process only, or would make the second one fail. */
    private static final List<String> PROPERTIES_OF_ONE_JVM =
            List.of("-Dcom.sun.management", "-Djdk.module.", "-Djava.class.path=", "-Djava.home=");

    private ParentOptions() {}

    /** The options to hand on, those of modules in the form {@code --name=value}. */
    static List<String> handedOn() {
        List<String> kept = new ArrayList<>();
        for (String option : all()) {
            if (isHandedOn(option)) {
                kept.add(option);
            }
        }
        return kept;
    }

    static boolean isHandedOn(String option) {
        if (option.startsWith("-D")) {
            return PROPERTIES_OF_ONE_JVM.stream().noneMatch(option::startsWith);
        }
        int colon = option.indexOf(':');
        return ASSERTIONS.contains(colon < 0 ? option : option.substring(0, colon))
                || option.equals("--enable-preview")
                || isOfModules(option)
                || PREFIXES.stream().anyMatch(option::startsWith);
    }

    static boolean isOfModules(String option) {
        return OF_MODULES.stream().anyMatch(option::startsWith);
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(ofVariable("JAVA_TOOL_OPTIONS"));
        all.addAll(jvmOptions(ArgumentFiles.expanded(ofVariable("JDK_JAVA_OPTIONS"))));
        all.addAll(ofCommandLine());
        all.addAll(ofVariable("_JAVA_OPTIONS"));
        return all;
    }

    private static List<String> ofVariable(String name) {
        String value = System.getenv(name);
        return value == null ? List.of() : ArgumentFiles.words(value);
    }

    private static List<String> ofCommandLine() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Path program = Path.of(info.command().orElse("")).getFileName();
        if (program == null || !program.toString().startsWith("java")) {
            return ofManagement();
        }
        List<String> arguments = rawArguments(info);
        return arguments.isEmpty() ? ofManagement() : jvmOptions(ArgumentFiles.expanded(arguments));
    }

    /** The kernel's account first: {@link ProcessHandle} leaves out arguments of very long command lines. */
    private static List<String> rawArguments(ProcessHandle.Info info) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            String[] words = new String(bytes, Charset.defaultCharset()).split("\0", -1);
            return Arrays.asList(words).subList(Math.min(1, words.length), Math.max(words.length - 1, 1));
        } catch (IOException noSuchFileHere) {
            return Arrays.asList(info.arguments().orElse(new String[0]));
        }
    }

    /** The arguments up to the name of the program, each with its value in the same word. */
    static List<String> jvmOptions(List<String> arguments) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-jar") && i + 1 < arguments.size()) {
                options.addAll(JarManifest.moduleOptions(arguments.get(i + 1)));
            }
            if (!argument.startsWith("-") || argument.equals("-jar") || argument.equals("-m")
                    || argument.equals("--module") || argument.startsWith("--module=")) {
                break;
            }
            if (WITH_SEPARATE_VALUE.contains(argument) && i + 1 < arguments.size()) {
                i++;
                options.add(argument + "=" + arguments.get(i));
            } else {
                options.add(argument);
            }
        }
        return options;
    }

    /** The JVM's own account, with which the module {@code java.management} is loaded. */
    private static List<String> ofManagement() {
        try {
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            Object bean = factory.getMethod("getRuntimeMXBean").invoke(null);
            Method arguments =
                    Class.forName("java.lang.management.RuntimeMXBean").getMethod("getInputArguments");
            List<String> options = new ArrayList<>();
            for (Object option : (List<?>) arguments.invoke(bean)) {
                options.add((String) option);
            }
            return options;
        } catch (ReflectiveOperationException notInThisRuntime) {
            return List.of();
        }
    }
}

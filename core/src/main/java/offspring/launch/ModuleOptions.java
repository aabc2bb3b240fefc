package offspring.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parent's options about modules, made to fit a child in which our classes may be in no module. */
final class ModuleOptions {

    private static final String OURS = "offspring";
    private static final String UNNAMED = "ALL-UNNAMED";
    private static final String NATIVE_ACCESS = "--enable-native-access=";

    private ModuleOptions() {}

    /** For children that are given the parent's module path. */
    static List<String> forModules(List<String> handedOn) {
        List<String> options = new ArrayList<>();
        Set<String> mayCallNative = new LinkedHashSet<>(List.of(OURS));
        for (String option : handedOn) {
            if (option.startsWith(NATIVE_ACCESS)) {
                mayCallNative.addAll(list(option));
            } else if (ParentOptions.isOfModules(option)) {
                options.add(option);
            }
        }
        options.add(NATIVE_ACCESS + String.join(",", mayCallNative));
        return options;
    }

    /** For children in which we are on the class path: what was said of our module is said of the unnamed one. */
    static List<String> forClassPath(List<String> handedOn) {
        List<String> options = new ArrayList<>();
        Set<String> mayCallNative = new LinkedHashSet<>(List.of(UNNAMED));
        for (String option : handedOn) {
            if (!ParentOptions.isOfModules(option)) {
                continue;
            }
            if (option.startsWith(NATIVE_ACCESS)) {
                mayCallNative.addAll(list(option));
                mayCallNative.remove(OURS);
            } else if (option.startsWith("--add-modules=") || option.startsWith("--limit-modules=")) {
                addWithoutOurs(options, option);
            } else if (!option.substring(option.indexOf('=') + 1).startsWith(OURS + "/")
                    && !option.substring(option.indexOf('=') + 1).startsWith(OURS + "=")) {
                options.add(withUnnamedTarget(option));
            }
        }
        options.add(NATIVE_ACCESS + String.join(",", mayCallNative));
        return options;
    }

    private static void addWithoutOurs(List<String> options, String option) {
        List<String> names = new ArrayList<>(list(option));
        names.remove(OURS);
        if (!names.isEmpty()) {
            options.add(option.substring(0, option.indexOf('=') + 1) + String.join(",", names));
        }
    }

    /** {@code --add-opens=java.base/java.lang=offspring} opens to the unnamed module instead. */
    private static String withUnnamedTarget(String option) {
        int targets = option.indexOf('=', option.indexOf('=') + 1);
        if (targets < 0 || option.startsWith("--patch-module=")) {
            return option;
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : option.substring(targets + 1).split(",")) {
            names.add(name.equals(OURS) ? UNNAMED : name);
        }
        return option.substring(0, targets + 1) + String.join(",", names);
    }

    private static List<String> list(String option) {
        return Arrays.asList(option.substring(option.indexOf('=') + 1).split(","));
    }
}

package offspring.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The package table of ARCHITECTURE.md is how it is. */
@ExtendWith(LeakCheck.class)
class LayerTest {

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    private static final Set<String> NATIVE =
            Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup", "java.lang.foreign.FunctionDescriptor");

    private final Map<String, Layers> table;

    LayerTest() throws IOException {
        table = Layers.ofTheTable();
    }

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (ClassModel file : classFiles()) {
            String name = file.thisClass().asInternalName().replace('/', '.');
            String home = packageOf(name);
            for (String used : usedBy(file)) {
                String other = packageOf(used);
                if (other.startsWith("offspring") && !isAllowed(home, other)) {
                    wrong.add(name + " uses " + used);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageIsInTheTableAndTheTableOnlyPointsDown() throws IOException {
        Set<String> packages = classFiles().stream()
                .map(file -> packageOf(file.thisClass().asInternalName().replace('/', '.')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table.keySet()).containsAll(packages);
        table.forEach((name, layer) -> assertThat(layer.mayImport())
                .as(name)
                .allSatisfy(lower -> assertThat(table.get(lower).number()).isLessThan(layer.number())));
    }

    @Test
    void moduleExportsWhatTheTableSays() throws IOException {
        Set<String> withPublicTypes = classFiles().stream()
                .filter(file -> (file.flags().flagsMask() & ClassFile.ACC_PUBLIC) != 0)
                .map(file -> packageOf(file.thisClass().asInternalName().replace('/', '.')))
                .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>(table.keySet());
        expected.removeIf(name -> !table.get(name).exported() || !withPublicTypes.contains(name));
        assertThat(Exports.packages()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void onlyOneTouchesTheNativeLinker() throws IOException {
        List<String> wrong = classFiles().stream()
                .filter(file -> !packageOf(file.thisClass().asInternalName().replace('/', '.')).equals("offspring.os"))
                .filter(file -> usedBy(file).stream().anyMatch(NATIVE::contains))
                .map(file -> file.thisClass().asInternalName())
                .toList();
        assertThat(wrong).isEmpty();
    }

    private boolean isAllowed(String home, String other) {
        return other.equals(home) || other.equals("offspring") || table.get(home).mayImport().contains(other);
    }

    /** All classes that the constant pool names; the owner of an inlined constant is among them (JDK-7153958). */
    private static Set<String> usedBy(ClassModel file) {
        Set<String> used = new TreeSet<>();
        for (PoolEntry entry : file.constantPool()) {
            if (entry instanceof ClassEntry owner) {
                used.add(owner.asInternalName().replaceFirst("^\\[+L?", "").replace(";", "").replace('/', '.'));
            } else if (entry instanceof Utf8Entry text) {
                Matcher descriptor = IN_DESCRIPTOR.matcher(text.stringValue());
                while (descriptor.find()) {
                    used.add(descriptor.group(1).replace('/', '.'));
                }
            }
        }
        return used;
    }

    private static String packageOf(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }

    private static List<ClassModel> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(FreshJvm.library())) {
            List<ClassModel> models = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("module-info.class")) {
                    models.add(ClassFile.of().parse(file));
                }
            }
            return models;
        }
    }
}

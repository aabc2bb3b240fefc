package offspring.house;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import offspring.testing.FreshJvm;

/** What the module shows to everybody. */
final class Exports {

    private Exports() {}

    /** The packages that it exports without conditions. */
    static Set<String> packages() throws IOException {
        byte[] descriptor = Files.readAllBytes(FreshJvm.library().resolve("module-info.class"));
        return ModuleDescriptor.read(ByteBuffer.wrap(descriptor)).exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The simple names of all public top-level types of these packages. */
    static Set<String> publicNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String name : packages()) {
            try (Stream<Path> files = Files.list(FreshJvm.library().resolve(name.replace('.', '/')))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String simple = file.getFileName().toString().replace(".class", "");
                    if (Files.isRegularFile(file) && !simple.matches(".*(\\$|package-info).*") && isPublic(file)) {
                        names.add(simple);
                    }
                }
            }
        }
        return names;
    }

    private static boolean isPublic(Path file) throws IOException {
        return (ClassFile.of().parse(file).flags().flagsMask() & ClassFile.ACC_PUBLIC) != 0;
    }
}

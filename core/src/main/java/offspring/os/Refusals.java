package offspring.os;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import offspring.os.Features.Feature;

/**
 * The features that a user told us to do without.
 *
 * @param features those refused; all, when the native linker itself is
 * @param unknown names that are no feature's
 */
record Refusals(Set<Feature> features, List<String> unknown) {

    static Refusals of(String property) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        List<String> unknown = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(property, ", ");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
            if (name.equals("ALL") || name.equals(Feature.NATIVE.name())) {
                features.addAll(EnumSet.allOf(Feature.class));
            } else if (isFeature(name)) {
                features.add(Feature.valueOf(name));
            } else {
                unknown.add(word);
            }
        }
        if (features.contains(Feature.PIDFD)) {
            features.add(Feature.PIDFD_INFO);
        }
        return new Refusals(features, List.copyOf(unknown));
    }

    boolean refuses(Feature feature) {
        return features.contains(feature);
    }

    private static boolean isFeature(String name) {
        for (Feature feature : Feature.values()) {
            if (feature.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}

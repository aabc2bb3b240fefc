package offspring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How figures are judged. */
class ComparisonTest {

    private static Comparison comparison(String unit, double[] ours, double[] pythons) {
        Comparison comparison = new Comparison(new Figure("row", 0, unit));
        for (double value : ours) {
            comparison.addOurs(value);
        }
        for (double value : pythons) {
            comparison.addPythons(value);
        }
        return comparison;
    }

    @Test
    void ratioAboveOneMeansOursIsBetterWhicheverWayTheUnitGoes() {
        assertThat(comparison("ms", new double[] {2}, new double[] {4}).ratio()).isEqualTo(2);
        assertThat(comparison("tasks/s", new double[] {2}, new double[] {4}).ratio()).isEqualTo(0.5);
        assertThat(comparison("MiB/worker", new double[] {30}, new double[] {3}).ratio()).isEqualTo(0.1);
    }

    @Test
    void noisyRoundsAreMarkedButOneOutlierOfFiveIsNot() {
        double[] steady = {10, 10.1, 9.9, 10.2, 10};
        assertThat(comparison("ms", steady, new double[] {10, 10, 10, 10, 30}).isNoisy()).isFalse();
        assertThat(comparison("ms", steady, new double[] {10, 10, 30, 10, 30}).isNoisy()).isTrue();
        assertThat(comparison("ms", new double[] {10, 20}, new double[] {}).isNoisy()).isTrue();
    }

    @Test
    void jsonHasTheAgreedFields() {
        assertThat(comparison("us", new double[] {1.23456, 1.23456}, new double[] {12.3456}).json())
                .isEqualTo("{\"row\": \"row\", \"ours\": 1.235, \"python\": 12.35, \"ratio\": 10.0,"
                        + " \"unit\": \"us\", \"rounds\": 2, \"noisy\": false}");
        assertThat(comparison("us", new double[] {1}, new double[] {}).json())
                .contains("\"python\": null, \"ratio\": null");
    }

    @Test
    void rowsAreFoundByTheirGroup() {
        assertThat(Group.of("pool_map_small.chunk1")).contains(Group.POOL_MAP_SMALL);
        assertThat(Group.of("memory")).contains(Group.MEMORY);
        assertThat(Group.of("pool_map")).isEmpty();
    }
}

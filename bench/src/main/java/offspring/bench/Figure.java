package offspring.bench;

/**
 * What one measurement gave.
 *
 * @param row what was measured, such as {@code process_start.spawn.median}
 * @param value the figure
 * @param unit its unit
 */
record Figure(String row, double value, String unit) {}

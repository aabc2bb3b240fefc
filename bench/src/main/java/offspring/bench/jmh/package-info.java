/** JMH benchmarks: {@code ./offspring bench --jmh -prof gc}. */
package offspring.bench.jmh;

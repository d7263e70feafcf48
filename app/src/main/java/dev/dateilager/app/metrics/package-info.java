/** What a process counts, in Prometheus' text form (docs/metrics.md). */
@NullMarked
package dev.dateilager.app.metrics;

import org.jspecify.annotations.NullMarked;

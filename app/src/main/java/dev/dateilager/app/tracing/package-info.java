/** Distributed tracing by OpenTelemetry; while it is off, none of its classes is loaded. */
@NullMarked
package dev.dateilager.app.tracing;

import org.jspecify.annotations.NullMarked;

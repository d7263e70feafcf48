/** The cache daemon: its settings, its wiring, its start and its end. */
@NullMarked
package dev.dateilager.app.cached;

import org.jspecify.annotations.NullMarked;

/** Checks of the work done side by side. */
@NullMarked
package dev.dateilager.domain.tasks;

import org.jspecify.annotations.NullMarked;

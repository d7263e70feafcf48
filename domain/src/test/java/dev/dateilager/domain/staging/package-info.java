/** Checks of the cache daemon's story. */
@NullMarked
package dev.dateilager.domain.staging;

import org.jspecify.annotations.NullMarked;

/** The cache daemon's story: prepare a golden copy, place it, rotate it, forget it. */
@NullMarked
package dev.dateilager.domain.staging;

import org.jspecify.annotations.NullMarked;

/** Benchmarks of the rooms and of the whole program. */
@NullMarked
package dev.dateilager.bench;

import org.jspecify.annotations.NullMarked;

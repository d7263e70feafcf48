/** Hostile neighbours for tests: what they do to a directory, and what they must never reach. */
@NullMarked
package dev.dateilager.adapters.fs.attack;

import org.jspecify.annotations.NullMarked;

/** Checks of a node's files as a whole. */
@NullMarked
package dev.dateilager.adapters.fs;

import org.jspecify.annotations.NullMarked;

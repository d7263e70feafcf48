/** The points between which a process may die, by name. */
@NullMarked
package dev.dateilager.adapters.fs.steps;

import org.jspecify.annotations.NullMarked;

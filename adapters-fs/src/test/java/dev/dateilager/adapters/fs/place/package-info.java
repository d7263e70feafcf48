/** Checks of placing. */
@NullMarked
package dev.dateilager.adapters.fs.place;

import org.jspecify.annotations.NullMarked;

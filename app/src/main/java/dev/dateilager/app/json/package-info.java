/** Writes JSON. */
@NullMarked
package dev.dateilager.app.json;

import org.jspecify.annotations.NullMarked;

/** Checks of the golden store on disk. */
@NullMarked
package dev.dateilager.adapters.fs.store;

import org.jspecify.annotations.NullMarked;

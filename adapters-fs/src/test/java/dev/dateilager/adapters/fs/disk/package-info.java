/** Checks of directories on real and in-memory file systems. */
@NullMarked
package dev.dateilager.adapters.fs.disk;

import org.jspecify.annotations.NullMarked;

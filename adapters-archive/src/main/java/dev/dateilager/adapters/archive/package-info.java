/** S2 compression and tar archives, read and written as streams of pack entries. */
@NullMarked
package dev.dateilager.adapters.archive;

import org.jspecify.annotations.NullMarked;

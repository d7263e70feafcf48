/** The protobuf message of a directory's summary (formats.md §5.1). */
@NullMarked
package dev.dateilager.adapters.archive.summary;

import org.jspecify.annotations.NullMarked;

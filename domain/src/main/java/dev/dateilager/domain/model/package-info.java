/** Values that everyone speaks: hashes, paths, modes, entries, projects and versions. */
@NullMarked
package dev.dateilager.domain.model;

import org.jspecify.annotations.NullMarked;

/** A PostgreSQL of our own: its programs, its data directory, and its process. */
@NullMarked
package dev.dateilager.adapters.postgres.embedded;

import org.jspecify.annotations.NullMarked;

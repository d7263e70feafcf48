/** The file that a database is carried in: frames, each checked, and a sum at the end. */
@NullMarked
package dev.dateilager.adapters.postgres.transfer;

import org.jspecify.annotations.NullMarked;

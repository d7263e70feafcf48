/** The commands: each is its options and one call. */
@NullMarked
package dev.dateilager.app.command;

import org.jspecify.annotations.NullMarked;

/**
 * Directories held open and what can be done inside them: one implementation over Linux calls, one
 * over {@code java.nio.file} for every other file system.
 */
@NullMarked
package dev.dateilager.adapters.fs.disk;

import org.jspecify.annotations.NullMarked;

/**
 * The client's story: rebuild a project's tree, send its changes back, and what a directory
 * remembers.
 */
@NullMarked
package dev.dateilager.domain.workspace;

import org.jspecify.annotations.NullMarked;

/** Where the process starts and ends. */
@NullMarked
package dev.dateilager.app;

import org.jspecify.annotations.NullMarked;

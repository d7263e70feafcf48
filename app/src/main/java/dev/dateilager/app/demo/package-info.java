/** Shows the whole at work on a directory: stores it, places it, rebuilds it, compares it. */
@NullMarked
package dev.dateilager.app.demo;

import org.jspecify.annotations.NullMarked;

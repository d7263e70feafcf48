/** What the process says on standard error, in either of two encodings. */
@NullMarked
package dev.dateilager.app.logging;

import org.jspecify.annotations.NullMarked;

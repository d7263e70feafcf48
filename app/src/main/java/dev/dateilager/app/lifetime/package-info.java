/** How what was started is ended again. */
@NullMarked
package dev.dateilager.app.lifetime;

import org.jspecify.annotations.NullMarked;

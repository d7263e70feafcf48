/** Which steps are shown to be survived, and by what. */
@NullMarked
package dev.dateilager.adapters.fs.steps;

import org.jspecify.annotations.NullMarked;

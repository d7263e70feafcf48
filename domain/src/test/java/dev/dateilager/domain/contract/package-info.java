/** What every adapter of a port must hold to, and doubles of the ports that hold to it. */
@NullMarked
package dev.dateilager.domain.contract;

import org.jspecify.annotations.NullMarked;

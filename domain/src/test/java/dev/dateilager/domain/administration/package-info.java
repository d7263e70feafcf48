/** Tests of what operators ask a server for. */
@NullMarked
package dev.dateilager.domain.administration;

import org.jspecify.annotations.NullMarked;

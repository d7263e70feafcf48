@NullMarked
package dev.dateilager.domain.workspace;

import org.jspecify.annotations.NullMarked;

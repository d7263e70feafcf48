@NullMarked
package dev.dateilager.domain.access;

import org.jspecify.annotations.NullMarked;

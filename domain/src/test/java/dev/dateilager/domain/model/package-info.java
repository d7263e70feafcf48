/** The values' own rules, at their limits and one past them. */
@NullMarked
package dev.dateilager.domain.model;

import org.jspecify.annotations.NullMarked;

/** What an operator has a server do with whole projects, and what it tells of them. */
@NullMarked
package dev.dateilager.domain.administration;

import org.jspecify.annotations.NullMarked;

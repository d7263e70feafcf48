/** What the catalogue's use cases do beyond what every store's behaviours show. */
@NullMarked
package dev.dateilager.domain.catalog;

import org.jspecify.annotations.NullMarked;

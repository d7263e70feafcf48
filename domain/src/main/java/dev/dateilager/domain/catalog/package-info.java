/** The server's story: projects, their versions, packs, caches and what is thrown away when. */
@NullMarked
package dev.dateilager.domain.catalog;

import org.jspecify.annotations.NullMarked;

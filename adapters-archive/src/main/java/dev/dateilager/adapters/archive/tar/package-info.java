/** The tar inside an S2_TAR: headers, names and bodies, bytes ⇄ entries (formats.md §3). */
@NullMarked
package dev.dateilager.adapters.archive.tar;

import org.jspecify.annotations.NullMarked;

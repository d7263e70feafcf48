/** The golden store on disk (formats.md §4, threats.md R2, R5, R6). */
@NullMarked
package dev.dateilager.adapters.fs.store;

import org.jspecify.annotations.NullMarked;

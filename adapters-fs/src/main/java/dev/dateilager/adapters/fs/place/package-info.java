/** Placing golden copies in workloads' directories (design.md "Ways of placing", threats.md R3). */
@NullMarked
package dev.dateilager.adapters.fs.place;

import org.jspecify.annotations.NullMarked;

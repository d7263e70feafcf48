@NullMarked
package dev.dateilager.adapters.archive.s2;

import org.jspecify.annotations.NullMarked;

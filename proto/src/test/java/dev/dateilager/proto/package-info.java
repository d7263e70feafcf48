/** Holds the generated code to the written contract. */
@NullMarked
package dev.dateilager.proto;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dateilager.adapters.fs.workspace;

import org.jspecify.annotations.NullMarked;

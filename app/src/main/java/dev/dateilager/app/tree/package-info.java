/** Directory trees as the demo sees them: what is in one, a copy of it, and how two differ. */
@NullMarked
package dev.dateilager.app.tree;

import org.jspecify.annotations.NullMarked;

/** Files of the adapter's own, and what their failures mean. */
@NullMarked
package dev.dateilager.adapters.postgres.files;

import org.jspecify.annotations.NullMarked;

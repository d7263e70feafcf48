/** The client's directories: a materialised project and the cache folder that feeds it. */
@NullMarked
package dev.dateilager.adapters.fs.workspace;

import org.jspecify.annotations.NullMarked;

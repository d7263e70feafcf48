/** Golden copies, placed trees and workspaces as real files. */
@NullMarked
package dev.dateilager.adapters.fs;

import org.jspecify.annotations.NullMarked;

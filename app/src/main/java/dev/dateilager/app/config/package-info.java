/** Settings from outside the command line: variables, tokens, keys, the data directory. */
@NullMarked
package dev.dateilager.app.config;

import org.jspecify.annotations.NullMarked;

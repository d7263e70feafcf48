/** What a command line asks for, as values: commands make them, programs carry them out. */
@NullMarked
package dev.dateilager.app.request;

import org.jspecify.annotations.NullMarked;

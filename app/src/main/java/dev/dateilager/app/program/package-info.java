/** Carries out what a command line asks for. */
@NullMarked
package dev.dateilager.app.program;

import org.jspecify.annotations.NullMarked;

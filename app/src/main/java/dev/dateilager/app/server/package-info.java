/** The server process: its settings, its wiring, its start and its end. */
@NullMarked
package dev.dateilager.app.server;

import org.jspecify.annotations.NullMarked;

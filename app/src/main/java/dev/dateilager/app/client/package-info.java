/** The client: its wiring, and what each of its commands does. */
@NullMarked
package dev.dateilager.app.client;

import org.jspecify.annotations.NullMarked;

/** Sockets that the PostgreSQL driver cannot make itself; made by the driver, by name. */
@NullMarked
package dev.dateilager.adapters.postgres.socket;

import org.jspecify.annotations.NullMarked;

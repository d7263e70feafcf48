/** The gRPC services, their tokens and the status each failure becomes. */
@NullMarked
package dev.dateilager.adapters.grpc;

import org.jspecify.annotations.NullMarked;

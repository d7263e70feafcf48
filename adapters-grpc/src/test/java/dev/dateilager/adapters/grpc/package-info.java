@NullMarked
package dev.dateilager.adapters.grpc;

import org.jspecify.annotations.NullMarked;

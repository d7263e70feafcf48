/** The ports that another process answers, spoken to over gRPC. */
@NullMarked
package dev.dateilager.adapters.dlclient;

import org.jspecify.annotations.NullMarked;

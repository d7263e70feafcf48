package dev.dateilager.domain.staging;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * How a daemon learns of the node around it.
 *
 * @param probe tries out the file systems
 * @param token what the token for the server says now
 * @param clock the node's
 */
public record NodeSenses(NodeProbe probe, Supplier<TokenTimes> token, InstantSource clock) {}

package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.workspace.ClientFacts.ServerFacts;
import java.util.Optional;

/**
 * What came of a call that was made only to see what comes of it.
 *
 * @param server how the way to the server is
 * @param refusal what it says against the token; absent if it takes it, or was not reached
 */
public record Reached(ServerFacts server, Optional<DateiLagerException> refusal) {}

package dev.dateilager.domain.contract;

/** The behaviours, all in memory. */
class InMemoryClientCombinedTest extends ClientCombinedBehaviours {}

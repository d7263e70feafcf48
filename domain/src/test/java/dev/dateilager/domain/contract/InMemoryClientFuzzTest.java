package dev.dateilager.domain.contract;

/** The behaviours, all in memory. */
class InMemoryClientFuzzTest extends ClientFuzzBehaviours {}

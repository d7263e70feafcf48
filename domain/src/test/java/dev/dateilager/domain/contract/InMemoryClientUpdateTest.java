package dev.dateilager.domain.contract;

/** The behaviours, all in memory. */
class InMemoryClientUpdateTest extends ClientUpdateBehaviours {}

package dev.dateilager.domain.contract;

/** The behaviours, all in memory. */
class InMemoryClientExportTest extends ClientExportBehaviours {}

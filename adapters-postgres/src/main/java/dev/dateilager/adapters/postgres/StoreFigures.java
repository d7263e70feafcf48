package dev.dateilager.adapters.postgres;

/**
 * What the store's connections do now, and what they have done since it was opened.
 *
 * @param active connections in use
 * @param idle connections that wait for use
 * @param waiting threads that wait for a connection
 * @param most connections that there may be
 * @param committed transactions that ended well
 * @param failed transactions that did not
 * @param repeated attempts of transactions that the database had made again, or a lost connection
 * @param snapshots views of one state that were opened, one or more a read
 */
public record StoreFigures(
    int active,
    int idle,
    int waiting,
    int most,
    long committed,
    long failed,
    long repeated,
    long snapshots) {}

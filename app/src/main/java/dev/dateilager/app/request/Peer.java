package dev.dateilager.app.request;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The server, or the daemon, that is to be called (wire.md §6).
 *
 * @param host its name, which its certificate must bear
 * @param port 1–65535
 * @param headlessHost dialled instead of {@code host}, perhaps as {@code dns:///…}, so that calls
 *     spread over all its addresses; absent to dial {@code host}
 * @param trusted a PEM file of the certificates that may vouch for it; absent for the system's
 */
public record Peer(String host, int port, Optional<String> headlessHost, Optional<Path> trusted) {}

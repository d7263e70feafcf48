package dev.dateilager.adapters.grpc;

import java.nio.file.Path;

/**
 * Where a server's TLS identity lies.
 *
 * @param certificate PEM, the server's own certificate first, then its chain
 * @param key PEM, PKCS#8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}

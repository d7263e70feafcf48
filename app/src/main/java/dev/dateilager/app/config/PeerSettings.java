package dev.dateilager.app.config;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.Trust;
import dev.dateilager.app.request.Peer;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How a peer of the command line is called in these surroundings. */
public final class PeerSettings {
  private PeerSettings() {}

  /**
   * Settings of a client.
   *
   * @param token asked for each call
   * @param timeout for everything that the client is used for; absent for none
   * @throws InvalidArgument if checks are to be skipped in production
   */
  public static ClientSettings of(
      Peer peer, Supplier<String> token, Surroundings surroundings, Optional<Duration> timeout)
      throws InvalidArgument {
    Trust trust =
        surroundings.skipsVerification()
            ? Trust.nobodyChecked(surroundings.environment())
            : Trust.of(peer.trusted(), surroundings.variables());
    var settings =
        ClientSettings.of(peer.host(), peer.port(), token)
            .withTrust(trust)
            .withMaxMessageBytes(surroundings.maxMessageBytes());
    if (peer.headlessHost().isPresent()) {
      settings = settings.withHeadlessHost(peer.headlessHost().get());
    }
    return timeout.isPresent() ? settings.withTimeout(timeout.get()) : settings;
  }
}

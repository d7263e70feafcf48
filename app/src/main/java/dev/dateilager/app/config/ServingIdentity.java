package dev.dateilager.app.config;

import dev.dateilager.adapters.grpc.SelfSignedCertificate;
import dev.dateilager.adapters.grpc.TlsFiles;
import dev.dateilager.app.request.Identity;
import dev.dateilager.domain.access.ExpiredTokens;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.access.VerificationKey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a serving process shows and believes, as it will be used.
 *
 * @param tls certificate and key
 * @param keyFile where the keys of tokens are
 * @param keys that were there; at least one
 * @param vault the tokens that were made for want of given keys; absent if keys were given
 * @param expired what becomes of tokens whose time is over
 */
public record ServingIdentity(
    TlsFiles tls,
    Path keyFile,
    List<VerificationKey> keys,
    Optional<TokenVault> vault,
    ExpiredTokens expired) {
  private static final Pattern DNS_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  /** Copies the list. */
  public ServingIdentity {
    keys = List.copyOf(keys);
  }

  /**
   * Takes what is given and, outside production, makes what is not.
   *
   * @param process keeps its own certificate under this name, such as {@code server}
   * @throws InvalidArgument if something is missing in production, or no keys are in the file
   * @throws DateiLagerException if files cannot be read or made
   */
  public static ServingIdentity of(
      Identity given, String process, Surroundings surroundings, InstantSource clock)
      throws DateiLagerException {
    boolean whole = given.certificate().isPresent() && given.tokenKeys().isPresent();
    if (!whole && !surroundings.environment().isDevelopment()) {
      throw new InvalidArgument(
          "in production --cert, --key and --paseto must be given; for development set DL_ENV=dev,"
              + " and they are made");
    }
    Path data = given.dataDirectoryIn(surroundings.dataDirectory());
    Optional<TokenVault> vault =
        given.tokenKeys().isPresent() ? Optional.empty() : Optional.of(TokenVault.in(data));
    Path keys = given.tokenKeys().orElseGet(() -> vault.orElseThrow().publicKey());
    return new ServingIdentity(
        tls(given, process, data, clock),
        keys,
        TokenKeys.readPublic(PrivateFiles.read(keys, "token keys")),
        vault,
        ExpiredTokens.REFUSED);
  }

  /** The same, with another answer to expired tokens. */
  public ServingIdentity withExpired(ExpiredTokens answer) {
    return new ServingIdentity(tls, keyFile, keys, vault, answer);
  }

  /** The files of a running process that may change, with what takes each over. */
  public List<Renewals.Renewal> renewals(Renewals.Taking certificate, Renewals.Taking tokenKeys) {
    return List.of(
        new Renewals.Renewal("TLS certificate", List.of(tls.certificate(), tls.key()), certificate),
        new Renewals.Renewal("token keys", List.of(keyFile), tokenKeys));
  }

  private static TlsFiles tls(Identity given, String process, Path data, InstantSource clock)
      throws DateiLagerException {
    if (given.certificate().isPresent() && given.key().isPresent()) {
      return new TlsFiles(given.certificate().get(), given.key().get());
    }
    Path directory = PrivateFiles.directory(data.resolve("tls").resolve(process));
    return SelfSignedCertificate.in(directory, hostNames(), clock);
  }

  /** This machine's name, if it has one that a certificate can bear. */
  private static Set<String> hostNames() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return DNS_NAME.matcher(name).matches() ? Set.of(name) : Set.of();
    } catch (UnknownHostException nameless) {
      return Set.of();
    }
  }
}

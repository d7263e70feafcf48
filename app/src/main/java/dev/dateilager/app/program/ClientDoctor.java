package dev.dateilager.app.program;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.Reached;
import dev.dateilager.adapters.fs.WorkspaceFiles;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.workspace.ClientDiagnosis;
import dev.dateilager.domain.workspace.ClientFacts;
import dev.dateilager.domain.workspace.ClientFacts.ServerFacts;
import dev.dateilager.domain.workspace.ClientFacts.TokenFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code dateilager client doctor}: finds out what is around a client, and has it judged. */
final class ClientDoctor {
  /** Long enough for a slow network, and short enough to wait for. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Answers answers;

  ClientDoctor(Surroundings surroundings, InstantSource clock, Answers answers) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.answers = answers;
  }

  /**
   * Prints every check.
   *
   * @throws FailedPrecondition if something does not work
   */
  void run(Request.CallPeer request, ClientCall.Doctor call) throws DateiLagerException {
    Path directory = call.directory().orElse(Path.of("")).toAbsolutePath();
    Optional<Secret> token = Optional.empty();
    Optional<DateiLagerException> noToken = Optional.empty();
    try {
      token = Optional.of(new Secret(TokenSource.find(surroundings)));
    } catch (DateiLagerException missing) {
      noToken = Optional.of(missing);
    }
    Reached reached = reach(request, token);
    List<NodeCheck> checks =
        ClientDiagnosis.of(
            new ClientFacts(
                clock.instant(),
                reached.server(),
                token.isPresent()
                    ? facts(token.get(), reached)
                    : new TokenFacts(
                        noToken,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                fileNames(),
                WorkspaceFiles.tryDirectory(directory),
                call.cache().map(cache -> WorkspaceFiles.tryCache(directory, cache))));
    NodeText.print(checks, answers);
    long errors = checks.stream().filter(check -> check.level() == NodeCheck.Level.ERROR).count();
    if (errors > 0) {
      throw new FailedPrecondition("%d checks found what does not work".formatted(errors));
    }
  }

  private Reached reach(Request.CallPeer request, Optional<Secret> token) {
    try {
      ClientSettings settings =
          PeerSettings.of(
              request.peer(),
              () -> token.map(Secret::value).orElse("none"),
              surroundings,
              Optional.of(request.timeout().orElse(PATIENCE)));
      try (DateiLagerClient client = DateiLagerClient.connect(settings)) {
        return client.checkup();
      }
    } catch (DateiLagerException unset) { // certificates that cannot be read, say
      return new Reached(
          new ServerFacts(Optional.of(unset), Optional.empty(), Optional.empty(), Optional.empty()),
          Optional.empty());
    }
  }

  private static TokenFacts facts(Secret token, Reached reached) {
    try {
      TokenClaims claims = TokenClaims.unverified(token.value());
      return new TokenFacts(
          Optional.empty(),
          claims.subject(),
          claims.issuedAt(),
          claims.expiresAt(),
          reached.refusal());
    } catch (DateiLagerException noToken) {
      return new TokenFacts(
          Optional.of(noToken),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private static Optional<DateiLagerException> fileNames() {
    try {
      FileNames.require();
      return Optional.empty();
    } catch (DateiLagerException wrongLocale) {
      return Optional.of(wrongLocale);
    }
  }
}

package dev.dateilager.app.program;

import dev.dateilager.app.config.PrivateFiles;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.json.Json;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.PasetoVerifier;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenFingerprint;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code dateilager token}: keys and tokens, without any server. */
final class TokenProgram {
  private static final int MAX_TOKEN_BYTES = 64 << 10;

  private final InputStream in;
  private final InstantSource clock;

  TokenProgram(InputStream in, InstantSource clock) {
    this.in = in;
    this.clock = clock;
  }

  /** Makes both files, or neither. */
  void makeKeys(Request.MakeTokenKeys request, PrintWriter out) throws DateiLagerException {
    if (Files.exists(request.publicKey(), LinkOption.NOFOLLOW_LINKS)) {
      throw new AlreadyExists(
          "'%s' exists already; it is left as it is".formatted(request.publicKey()));
    }
    KeyPair pair = TokenKeys.generate();
    PrivateFiles.create(request.privateKey(), TokenKeys.write(pair.getPrivate()));
    try {
      PrivateFiles.createReadable(request.publicKey(), TokenKeys.write(pair.getPublic()));
    } catch (DateiLagerException failure) {
      forget(request.privateKey(), failure);
      throw failure;
    }
    new Answers(out, request.output())
        .one(
            List.of(),
            List.of("made '%s' and '%s'".formatted(request.privateKey(), request.publicKey())),
            Answers.members("private", request.privateKey(), "public", request.publicKey()));
  }

  private static void forget(Path made, Exception failure) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
  }

  void sign(Request.SignToken request, PrintWriter out) throws DateiLagerException {
    var key = TokenKeys.readPrivate(PrivateFiles.read(request.privateKey(), "private key"));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var claims =
        new TokenClaims(
            TokenClaims.of(request.role()).subject(),
            request.audience(),
            expiry(request.lifetime(), now),
            Optional.empty(),
            Optional.of(now));
    try {
      String token = new PasetoSigner(key).sign(claims, Optional.empty());
      new Answers(out, request.output()).one(List.of(token), Answers.members("token", token));
    } catch (IllegalArgumentException refused) { // a lifetime beyond what a token can say
      throw new InvalidArgument(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static Optional<Instant> expiry(Optional<Duration> lifetime, Instant now) {
    return lifetime.map(now::plus);
  }

  /**
   * Prints the claims, and whether the token holds; never the signature, or a part of the token.
   *
   * @throws PermissionDenied if keys are given and the token does not hold; it is printed before
   */
  void inspect(Request.InspectToken request, PrintWriter out) throws DateiLagerException {
    String token = token(request);
    TokenClaims claims = TokenClaims.unverified(token);
    var answer = new LinkedHashMap<String, Object>();
    claims.subject().ifPresent(subject -> answer.put("sub", subject));
    claims.audience().ifPresent(audience -> answer.put("aud", audience));
    claims.issuedAt().ifPresent(time -> answer.put("iat", time));
    claims.notBefore().ifPresent(time -> answer.put("nbf", time));
    claims.expiresAt().ifPresent(time -> answer.put("exp", time));
    answer.put("role", claims.role().map(Role::toString).orElse("none"));
    answer.put("fingerprint", TokenFingerprint.of(token));
    if (request.tokenKeys().isEmpty()) {
      answer.put("verified", false);
      answer.put("problem", "not checked: give the public keys with --paseto");
      print(answer, request.output(), out);
      return;
    }
    Optional<PermissionDenied> problem = problem(token, claims, request.tokenKeys().get());
    answer.put("verified", problem.isEmpty());
    problem.ifPresent(refusal -> answer.put("problem", String.valueOf(refusal.getMessage())));
    print(answer, request.output(), out);
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  private static void print(Map<String, Object> claims, Optional<Output> output, PrintWriter out) {
    new Answers(out, output)
        .one(
            List.of(Json.of(claims)),
            claims.entrySet().stream().map(each -> each.getKey() + "\t" + each.getValue()).toList(),
            claims);
  }

  /** Why the token does not hold; its audience is the server's matter. */
  private Optional<PermissionDenied> problem(String token, TokenClaims claims, Path keyFile)
      throws DateiLagerException {
    var keys = TokenKeys.readPublic(PrivateFiles.read(keyFile, "token keys"));
    try {
      new PasetoVerifier(keys, claims.audience(), clock).verify(token);
      return Optional.empty();
    } catch (PermissionDenied refused) {
      return Optional.of(refused);
    }
  }

  private String token(Request.InspectToken request) throws DateiLagerException {
    if (request.token().isPresent()) {
      return request.token().get().value().strip();
    }
    if (request.file().isPresent()) {
      return TokenSource.read(request.file().get());
    }
    try {
      return new String(in.readNBytes(MAX_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new IoFailed("cannot read a token from standard input", failure);
    }
  }
}

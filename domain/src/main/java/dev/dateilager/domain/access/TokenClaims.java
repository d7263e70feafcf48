package dev.dateilager.domain.access;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token says (auth.md §1). Saying is not proving: only {@link PasetoVerifier} tells whether
 * it holds. Claims that are not listed here are ignored.
 *
 * @param subject who it is for; absent or foreign ones have no role
 * @param audience for which servers; absent if the token does not say
 * @param expiresAt from when on it is worth nothing; absent for ever
 * @param notBefore from when on it is worth something; absent for always
 * @param issuedAt when it was made
 */
public record TokenClaims(
    Optional<String> subject,
    Optional<String> audience,
    Optional<Instant> expiresAt,
    Optional<Instant> notBefore,
    Optional<Instant> issuedAt) {
  private static final Pattern PROJECT = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  /** Claims of a role, without an audience and without any bound in time. */
  public static TokenClaims of(Role role) {
    return new TokenClaims(
        Optional.of(subject(role)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The claims of a token whose signature nobody has checked: for looking at, never for deciding.
   *
   * @throws InvalidArgument if it is no {@code v2.public} token; the message holds no part of it
   */
  public static TokenClaims unverified(String token) throws InvalidArgument {
    return parse(PasetoToken.parse(token).payload());
  }

  /** Reads a payload. */
  static TokenClaims parse(Blob payload) throws InvalidArgument {
    Map<String, String> members = FlatJson.parse(payload.shared());
    return new TokenClaims(
        Optional.ofNullable(members.get("sub")),
        Optional.ofNullable(members.get("aud")),
        time(members, "exp"),
        time(members, "nbf"),
        time(members, "iat"));
  }

  /** The payload that says this, in a fixed order. */
  Blob payload() {
    var members = new LinkedHashMap<String, String>();
    subject.ifPresent(value -> members.put("sub", value));
    audience.ifPresent(value -> members.put("aud", value));
    expiresAt.ifPresent(value -> members.put("exp", value.toString()));
    notBefore.ifPresent(value -> members.put("nbf", value.toString()));
    issuedAt.ifPresent(value -> members.put("iat", value.toString()));
    return Blob.utf8(FlatJson.write(members));
  }

  /**
   * The role that the subject names (I22): {@code admin}, {@code shared-reader}, or a project's
   * number in its one decimal form without sign, within 63 bits.
   *
   * @return absent for every other subject, and without one
   */
  public Optional<Role> role() {
    return subject.flatMap(TokenClaims::role);
  }

  private static Optional<Role> role(String subject) {
    return switch (subject) {
      case "admin" -> Optional.of(new Role.Admin());
      case "shared-reader" -> Optional.of(new Role.SharedReader());
      default -> PROJECT.matcher(subject).matches() ? project(subject) : Optional.empty();
    };
  }

  private static Optional<Role> project(String digits) {
    try {
      return Optional.of(new Role.Project(new ProjectId(Long.parseLong(digits))));
    } catch (NumberFormatException overflow) {
      return Optional.empty();
    }
  }

  private static String subject(Role role) {
    return switch (role) {
      case Role.Admin _ -> "admin";
      case Role.SharedReader _ -> "shared-reader";
      case Role.Project project -> {
        if (project.id().value() < 0) {
          throw new IllegalArgumentException(
              "a project token needs a number of at least 0, got " + project.id());
        }
        yield project.id().toString();
      }
    };
  }

  private static Optional<Instant> time(Map<String, String> members, String key)
      throws InvalidArgument {
    String value = members.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (RFC_3339.matcher(value).matches()) {
      try {
        return Optional.of(OffsetDateTime.parse(value).toInstant());
      } catch (DateTimeException outOfRange) {
        // such as a 30th of February; its message quotes the claim
      }
    }
    throw new InvalidArgument("token claim '%s' is not a time of RFC 3339".formatted(key));
  }
}

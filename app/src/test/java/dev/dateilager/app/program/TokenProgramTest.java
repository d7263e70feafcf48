package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenProgramTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path dir;
  private Path privateKey = Path.of("");
  private Path publicKey = Path.of("");

  @BeforeEach
  void makeKeys() throws Exception {
    privateKey = dir.resolve("k.key");
    publicKey = dir.resolve("k.pub");
    program("", NOW)
        .makeKeys(
            new Request.MakeTokenKeys(LogSettings.DEFAULT, privateKey, publicKey, Optional.empty()),
            new PrintWriter(new StringWriter()));
  }

  private static TokenProgram program(String in, Instant now) {
    return new TokenProgram(
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), InstantSource.fixed(now));
  }

  private String sign(Role role, Optional<Duration> lifetime) throws Exception {
    var out = new StringWriter();
    program("", NOW)
        .sign(
            new Request.SignToken(
                LogSettings.DEFAULT,
                privateKey,
                role,
                lifetime,
                Optional.empty(),
                Optional.empty()),
            new PrintWriter(out));
    return out.toString();
  }

  private static void inspect(String piped, Optional<Path> keys, Instant now, StringWriter out)
      throws Exception {
    program(piped, now)
        .inspect(
            new Request.InspectToken(
                LogSettings.DEFAULT, Optional.empty(), Optional.empty(), keys, Optional.empty()),
            new PrintWriter(out));
  }

  @Test
  void keygen_keepsThePrivateKeyToItsOwner() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(privateKey)))
        .isEqualTo("rw-------");
    assertThat(privateKey).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(publicKey).content().startsWith("-----BEGIN PUBLIC KEY-----\n");
  }

  @Test
  void keygen_overwritesNeitherFile() throws Exception {
    String before = Files.readString(privateKey);

    assertThatThrownBy(
            () ->
                program("", NOW)
                    .makeKeys(
                        new Request.MakeTokenKeys(
                            LogSettings.DEFAULT,
                            privateKey,
                            dir.resolve("new.pub"),
                            Optional.empty()),
                        new PrintWriter(new StringWriter())))
        .isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(
            () ->
                program("", NOW)
                    .makeKeys(
                        new Request.MakeTokenKeys(
                            LogSettings.DEFAULT,
                            dir.resolve("new.key"),
                            publicKey,
                            Optional.empty()),
                        new PrintWriter(new StringWriter())))
        .isInstanceOf(AlreadyExists.class);
    assertThat(privateKey).content().isEqualTo(before);
    assertThat(dir.resolve("new.key")).doesNotExist();
    assertThat(dir.resolve("new.pub")).doesNotExist();
  }

  @Test
  void sign_printsOneTokenThatHolds() throws Exception {
    String token = sign(new Role.Project(new ProjectId(7)), Optional.of(Duration.ofDays(1)));
    var out = new StringWriter();

    inspect(token, Optional.of(publicKey), NOW, out);

    assertThat(token).matches("v2\\.public\\.[A-Za-z0-9_-]+\\R");
    assertThat(out.toString())
        .startsWith(
            "{\"sub\":\"7\",\"iat\":\"2026-01-01T00:00:00Z\",\"exp\":\"2026-01-02T00:00:00Z\","
                + "\"role\":\"project 7\",\"fingerprint\":\"")
        .endsWith("\",\"verified\":true}\n");
  }

  @Test
  void inspect_showsNoPartOfTheToken() throws Exception { // I23
    String token = sign(new Role.Admin(), Optional.empty()).strip();
    var out = new StringWriter();

    inspect(token, Optional.of(publicKey), NOW, out);

    assertThat(out.toString()).doesNotContain(token.substring(token.length() - 20));
    assertThat(out.toString()).doesNotContain("\"exp\"");
  }

  @Test
  void inspect_printsTheClaimsOfATokenThatDoesNotHoldAndRefusesIt() throws Exception {
    String token = sign(new Role.Admin(), Optional.of(Duration.ofDays(1)));
    var out = new StringWriter();

    assertThatThrownBy(
            () -> inspect(token, Optional.of(publicKey), NOW.plus(Duration.ofDays(2)), out))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("expired");
    assertThat(out.toString()).contains("\"sub\":\"admin\"").contains("\"verified\":false");
  }

  @Test
  void inspect_refusesTheTokenOfAnotherKey() throws Exception {
    Path otherKey = dir.resolve("o.key");
    Path otherPublic = dir.resolve("o.pub");
    program("", NOW)
        .makeKeys(
            new Request.MakeTokenKeys(LogSettings.DEFAULT, otherKey, otherPublic, Optional.empty()),
            new PrintWriter(new StringWriter()));
    String token = sign(new Role.Admin(), Optional.empty());

    assertThatThrownBy(() -> inspect(token, Optional.of(otherPublic), NOW, new StringWriter()))
        .isInstanceOf(PermissionDenied.class);
  }

  @Test
  void inspect_withoutKeysSaysThatNothingWasChecked() throws Exception {
    var out = new StringWriter();

    inspect(sign(new Role.SharedReader(), Optional.empty()), Optional.empty(), NOW, out);

    assertThat(out.toString()).contains("\"verified\":false").contains("not checked");
  }

  @Test
  void inspect_takesATokenFromAnArgumentOrAFile() throws Exception {
    String token = sign(new Role.Admin(), Optional.empty());
    Path file = Files.writeString(dir.resolve("token"), token);
    var out = new StringWriter();

    program("", NOW)
        .inspect(
            new Request.InspectToken(
                LogSettings.DEFAULT,
                Optional.of(new Secret(token)),
                Optional.empty(),
                Optional.of(publicKey),
                Optional.empty()),
            new PrintWriter(out));
    program("", NOW)
        .inspect(
            new Request.InspectToken(
                LogSettings.DEFAULT,
                Optional.empty(),
                Optional.of(file),
                Optional.of(publicKey),
                Optional.empty()),
            new PrintWriter(out));

    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("true"));
  }

  @Test
  void whatIsNoToken_isInvalid() {
    assertThatThrownBy(() -> inspect("hello", Optional.empty(), NOW, new StringWriter()))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void missingKeyFile_isNamed() {
    privateKey = dir.resolve("gone");

    assertThatThrownBy(() -> sign(new Role.Admin(), Optional.empty()))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("gone");
  }

  @Test
  void lifetimeBeyondWhatATokenCanSay_isInvalid() {
    assertThatThrownBy(() -> sign(new Role.Admin(), Optional.of(Duration.ofDays(9_999_999))))
        .isInstanceOf(InvalidArgument.class);
  }
}

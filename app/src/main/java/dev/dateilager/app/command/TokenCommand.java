package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dateilager token}: tokens and the keys they are made with. */
@Command(
    name = "token",
    description = "Makes keys and tokens, and shows what a token says.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokenCommand.Keygen.class, TokenCommand.Sign.class, TokenCommand.Inspect.class},
    footer = {
      "",
      "Examples:",
      "  dateilager token keygen --private tokens.key --public tokens.pub",
      "  dateilager token sign --key tokens.key --sub shared-reader --exp 90d > node.token",
      "  dateilager token inspect --paseto tokens.pub < node.token"
    })
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }

  /** {@code dateilager token keygen}. */
  @Command(
      name = "keygen",
      description = "Makes a pair of Ed25519 keys, as PEM files.",
      footer = {
        "",
        "Example:",
        "  dateilager token keygen --private tokens.key --public tokens.pub"
      })
  static final class Keygen extends RequestCommand {
    @Mixin private OutputOption output;

    @Option(
        names = "--private",
        paramLabel = "FILE",
        description = "Takes the private key, mode 0600; must not exist. Required.")
    private @Nullable Path privateKey;

    @Option(
        names = "--public",
        paramLabel = "FILE",
        description = "Takes the public key, for --paseto; must not exist. Required.")
    private @Nullable Path publicKey;

    @Override
    Request request() {
      new Required().flag("private", privateKey).flag("public", publicKey).check(this);
      return new Request.MakeTokenKeys(
          logs(),
          Objects.requireNonNull(privateKey),
          Objects.requireNonNull(publicKey),
          output.value());
    }
  }

  /** {@code dateilager token sign}. */
  @Command(
      name = "sign",
      description = "Makes a token and prints it.",
      footer = {
        "",
        "Example:",
        "  dateilager token sign --key tokens.key --sub shared-reader --exp 90d > node.token"
      })
  static final class Sign extends RequestCommand {
    @Mixin private OutputOption output;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key. Required.")
    private @Nullable Path key;

    @Option(
        names = "--sub",
        paramLabel = "WHO",
        converter = Converters.ToRole.class,
        description = "admin, shared-reader, or a project's number. Required.")
    private @Nullable Role role;

    @Option(
        names = "--exp",
        paramLabel = "SPAN",
        description = "How long it is good for, such as 12h or 30d, or 'none'. Required.")
    private @Nullable String lifetime;

    @Option(
        names = "--aud",
        paramLabel = "NAME",
        description = "The audience, for servers that ask for one.")
    private @Nullable String audience;

    @Override
    Request request() {
      new Required().flag("key", key).flag("sub", role).flag("exp", lifetime).check(this);
      return new Request.SignToken(
          logs(),
          Objects.requireNonNull(key),
          Objects.requireNonNull(role),
          lifetime(Objects.requireNonNull(lifetime)),
          Values.text(audience),
          output.value());
    }

    private Optional<Duration> lifetime(String text) {
      if (text.equals("none")) {
        return Optional.empty();
      }
      return Optional.of(
          Converters.ToDuration.parse(text)
              .filter(Duration::isPositive)
              .orElseThrow(
                  () ->
                      wrong(
                          "--exp: '%s' is neither a span such as 30d nor 'none'".formatted(text))));
    }
  }

  /** {@code dateilager token inspect}. */
  @Command(
      name = "inspect",
      description =
          "Shows what a token says, and with --paseto whether it holds. It is read from"
              + " standard input: an argument can be seen by every user of the machine.",
      footer = {"", "Example:", "  dateilager token inspect --paseto tokens.pub < node.token"})
  static final class Inspect extends RequestCommand {
    @Mixin private OutputOption output;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "TOKEN",
        description = "The token itself; better piped in.")
    private @Nullable String token;

    @Option(names = "--file", paramLabel = "FILE", description = "Read the token from FILE.")
    private @Nullable Path file;

    @Option(
        names = "--paseto",
        paramLabel = "FILE",
        description = "The public keys to check it with.")
    private @Nullable Path tokenKeys;

    @Override
    Request request() {
      if (token != null && file != null) {
        throw wrong("give a token or --file, not both");
      }
      return new Request.InspectToken(
          logs(),
          Optional.ofNullable(token).map(Secret::new),
          Optional.ofNullable(file),
          Optional.ofNullable(tokenKeys),
          output.value());
    }
  }
}

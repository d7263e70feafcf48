package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.workspace.ClientFacts.CacheFacts;
import dev.dateilager.domain.workspace.ClientFacts.DirectoryFacts;
import dev.dateilager.domain.workspace.ClientFacts.ServerFacts;
import dev.dateilager.domain.workspace.ClientFacts.TokenFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges what a client found around it: what is wrong, and how to mend it. */
public final class ClientDiagnosis {
  private static final Duration SOON = Duration.ofDays(1);
  private static final long LITTLE_SPACE = 256L << 20;
  private static final long FEW_INODES = 10_000;
  private static final Pattern ABOUT_TLS =
      Pattern.compile("ssl|tls|certif|pkix|handshake|alpn", Pattern.CASE_INSENSITIVE);

  private final ClientFacts facts;

  private ClientDiagnosis(ClientFacts facts) {
    this.facts = facts;
  }

  /** Every check, in the order in which someone would go through them; none is left out. */
  public static List<NodeCheck> of(ClientFacts facts) {
    var diagnosis = new ClientDiagnosis(facts);
    var checks = new ArrayList<NodeCheck>();
    checks.add(diagnosis.server());
    checks.add(diagnosis.tls());
    checks.add(diagnosis.clock());
    checks.add(diagnosis.token());
    checks.add(diagnosis.fileNames());
    checks.add(diagnosis.directory());
    if (facts.directory().trouble().isEmpty()) {
      checks.add(diagnosis.abilities());
      checks.add(diagnosis.space());
    }
    facts.cache().ifPresent(cache -> checks.add(cache(cache)));
    return List.copyOf(checks);
  }

  private static String said(DateiLagerException trouble) {
    return String.valueOf(trouble.getMessage());
  }

  private NodeCheck server() {
    Optional<DateiLagerException> trouble = facts.server().trouble();
    if (trouble.isEmpty()) {
      return NodeCheck.ok("server", "it answers");
    }
    String found = said(trouble.get());
    return NodeCheck.error(
        "server",
        found,
        ABOUT_TLS.matcher(found).find()
            ? "see the check 'tls'"
            : "check --host, --port, --headless-host, the network, and that the server runs");
  }

  private NodeCheck tls() {
    ServerFacts server = facts.server();
    if (server.protocol().isEmpty()) {
      boolean refused =
          ABOUT_TLS.matcher(server.trouble().map(ClientDiagnosis::said).orElse("")).find();
      return refused
          ? NodeCheck.error(
              "tls",
              "the server's certificate is not believed, or TLS failed",
              "name the authority by --ca-cert or SSL_CERT_FILE, and the host as the certificate"
                  + " does")
          : NodeCheck.ok("tls", "not tried");
    }
    String found =
        "%s, with a certificate that is good from %s to %s"
            .formatted(
                server.protocol().get(),
                server.validFrom().map(Instant::toString).orElse("ever"),
                server.validUntil().map(Instant::toString).orElse("ever"));
    return server.validUntil().filter(end -> end.isBefore(facts.now().plus(SOON))).isPresent()
        ? NodeCheck.warning("tls", found, "have the server's certificate renewed")
        : NodeCheck.ok("tls", found);
  }

  private NodeCheck clock() {
    Instant now = facts.now();
    for (Optional<Instant> passed : List.of(facts.token().issued(), facts.server().validFrom())) {
      if (passed.isPresent() && now.isBefore(passed.get())) {
        return NodeCheck.error(
            "clock",
            "it says %s, but %s has passed already".formatted(now, passed.get()),
            "set the clock, best by NTP: tokens and certificates are judged by it");
      }
    }
    return NodeCheck.ok("clock", "it says " + now);
  }

  private NodeCheck token() {
    TokenFacts token = facts.token();
    if (token.trouble().isPresent()) {
      return NodeCheck.error(
          "token",
          said(token.trouble().get()),
          "put one into DL_TOKEN, or its file's name into DL_TOKEN_FILE");
    }
    String found =
        "it speaks for %s and %s"
            .formatted(
                token.subject().orElse("nobody"),
                token.expires().map(end -> "ends at " + end).orElse("never ends"));
    if (token.expires().filter(end -> !facts.now().isBefore(end)).isPresent()) {
      return NodeCheck.error("token", found, "it is over: ask for a new one");
    }
    if (token.refusal().isPresent()) {
      return NodeCheck.error(
          "token",
          found + "; the server says: " + said(token.refusal().get()),
          "ask for one that this server's keys made");
    }
    return token.expires().filter(end -> end.isBefore(facts.now().plus(SOON))).isPresent()
        ? NodeCheck.warning("token", found, "ask for a new one before that")
        : NodeCheck.ok("token", found);
  }

  private NodeCheck fileNames() {
    return facts.fileNames().isEmpty()
        ? NodeCheck.ok("file-names", "every one can be said")
        : NodeCheck.error("file-names", said(facts.fileNames().get()), "set LC_ALL=C.UTF-8");
  }

  private NodeCheck directory() {
    DirectoryFacts directory = facts.directory();
    return directory.trouble().isEmpty()
        ? NodeCheck.ok(
            "directory",
            "'%s' can be written, on %s"
                .formatted(
                    directory.path(),
                    directory.fileSystem().isEmpty()
                        ? "a file system of unknown kind"
                        : directory.fileSystem()))
        : NodeCheck.error(
            "directory",
            said(directory.trouble().get()),
            "name another by --dir, or have its owner let you write there");
  }

  private NodeCheck abilities() {
    DirectoryFacts directory = facts.directory();
    var lacks = new ArrayList<String>();
    if (!directory.tellsCases()) {
      lacks.add("names that differ in case are one name there");
    }
    if (!directory.exchanges()) {
      lacks.add("two names cannot be swapped in one step, so packs are gone for a moment");
    }
    if (!directory.raceProof()) {
      lacks.add("files are reached by paths, not by descriptors");
    }
    return lacks.isEmpty()
        ? NodeCheck.ok("file-system", "it can do all that a rebuild wants")
        : NodeCheck.warning(
            "file-system",
            String.join("; ", lacks),
            "use ext4, xfs, btrfs or tmpfs on Linux, and let nobody else change the directory"
                + " meanwhile");
  }

  private NodeCheck space() {
    long bytes = facts.directory().space().bytes();
    long inodes = facts.directory().space().inodes();
    String found =
        String.format(
            Locale.ROOT,
            "%,d MiB%s are free",
            bytes >> 20,
            inodes == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, " and %,d inodes", inodes));
    return bytes < LITTLE_SPACE || inodes < FEW_INODES
        ? NodeCheck.warning("space", found, "make room, or name another directory by --dir")
        : NodeCheck.ok("space", found);
  }

  private static NodeCheck cache(CacheFacts cache) {
    if (cache.trouble().isPresent()) {
      return NodeCheck.error(
          "cache", said(cache.trouble().get()), "check --cachedir; without it all is downloaded");
    }
    if (cache.versions().isEmpty()) {
      return NodeCheck.warning(
          "cache",
          "'%s' lists no cache version: all is downloaded".formatted(cache.path()),
          "have cached place one there, or make one with 'client getcache'");
    }
    if (cache.taken().isEmpty()) {
      return NodeCheck.ok("cache", "it lists versions, but holds no files");
    }
    ClientFacts.Taken taken = cache.taken().get();
    String why = taken.why().map(obstacle -> " (" + obstacle.label() + ")").orElse("");
    return switch (taken.way()) {
      case LINKED ->
          NodeCheck.ok(
              "cache",
              "its files are linked: one written in place changes in every other tree, so replace"
                  + " files, never write into them");
      case CLONED ->
          NodeCheck.ok(
              "cache", "its files are cloned%s: writing into them changes no other".formatted(why));
      case COPIED ->
          NodeCheck.warning(
              "cache",
              "its files are copied%s: writing into them changes no other, but they take time and"
                      .formatted(why)
                  + " space",
              "put cache and directory below one mount of a file system that clones, or let"
                  + " their user link the cache's files (fs.protected_hardlinks)");
    };
  }
}

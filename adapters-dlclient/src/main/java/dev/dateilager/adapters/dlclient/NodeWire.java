package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.StoreSpace;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.v1.DiagnoseResponse;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.StatusResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Translates what {@code dateilager.v1.Placements} and {@code dateilager.v1.Daemon} answer. What
 * makes no sense is {@link Corrupt}, words that only a newer daemon knows included.
 */
final class NodeWire {
  private static final long NANOS = 1_000_000_000;

  private NodeWire() {}

  static Placement placement(dev.dateilager.proto.v1.Placement message) throws Corrupt {
    var why = new EnumMap<Obstacle, Long>(Obstacle.class);
    for (var obstacle : message.getWhyMap().entrySet()) {
      why.put(
          word("obstacle", obstacle.getKey(), Obstacle.values(), Obstacle::label),
          obstacle.getValue());
    }
    return new Placement(
        path(message.getPath()),
        version(message.getVersion()),
        mode(message.getMode()),
        message.getLinked(),
        message.getCloned(),
        message.getCopied(),
        message.getBytes(),
        why,
        instant(message.getPlacedAtUnixNanos()));
  }

  static NodeState state(StatusResponse message) throws Corrupt {
    return new NodeState(
        message.hasVersion() ? Optional.of(version(message.getVersion())) : Optional.empty(),
        message.getPacks(),
        new GoldenSize(message.getFiles(), message.getBytes()),
        message.getStale(),
        text(message.getFailure()),
        message.getRefreshedAtUnixNanos() == 0
            ? Optional.empty()
            : Optional.of(instant(message.getRefreshedAtUnixNanos())),
        message.getRefreshingSinceUnixNanos() == 0
            ? Optional.empty()
            : Optional.of(instant(message.getRefreshingSinceUnixNanos())),
        versions(message.getVersionsList()),
        message.getPlacements(),
        message.getTrash(),
        new StoreSpace(message.getFreeBytes(), message.getFreeInodes()),
        message.getStagingPath(),
        mode(message.getLinkMode()),
        message.getStrict(),
        paths(message.getAllowedRootsList()),
        instant(message.getStartedAtUnixNanos()));
  }

  static Refreshed refreshed(RefreshResponse message) throws Corrupt {
    return new Refreshed(
        word("outcome", message.getOutcome(), Outcome.values(), NodeWire::label),
        version(message.getVersion()),
        message.getPacks(),
        message.getDownloadedBytes(),
        text(message.getFailure()));
  }

  private static String label(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static PruneReport pruned(PruneResponse message) throws Corrupt {
    return new PruneReport(
        set(message.getRemovedVersionsList()),
        set(message.getHeldVersionsList()),
        message.getPacks(),
        new GoldenSize(message.getFiles(), message.getBytes()));
  }

  static void find(dev.dateilager.proto.v1.Finding message, VerificationSink sink)
      throws DateiLagerException {
    sink.found(
        new Finding(Wire.hash(message.getPack()), message.getPath(), message.getWhat()),
        paths(message.getPlacementsList()));
  }

  static VerifySummary summary(dev.dateilager.proto.v1.VerifySummary message) {
    return new VerifySummary(
        message.getPacks(),
        message.getFiles(),
        message.getBytes(),
        message.getFindings(),
        message.getRepaired());
  }

  static Explanation explanation(ExplainResponse message) throws Corrupt {
    return new Explanation(
        message.getFactsList(),
        message.hasPlacement() ? Optional.of(placement(message.getPlacement())) : Optional.empty());
  }

  static List<NodeCheck> checks(DiagnoseResponse message) throws Corrupt {
    var checks = new ArrayList<NodeCheck>();
    for (var check : message.getChecksList()) {
      checks.add(
          new NodeCheck(
              check.getName(),
              word("level", check.getLevel(), NodeCheck.Level.values(), NodeCheck.Level::label),
              check.getFound(),
              check.getAdvice()));
    }
    return List.copyOf(checks);
  }

  private static <T> T word(String what, String word, T[] values, Function<T, String> label)
      throws Corrupt {
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new Corrupt("the daemon sent the unknown %s '%s'".formatted(what, word)));
  }

  private static LinkMode mode(String word) throws Corrupt {
    return word("mode", word, LinkMode.values(), LinkMode::label);
  }

  private static CacheVersion version(long number) throws Corrupt {
    return number == CacheVersion.NONE ? GoldenCopy.NO_CACHE.version() : Wire.cacheVersion(number);
  }

  private static List<CacheVersion> versions(List<Long> numbers) throws Corrupt {
    var versions = new ArrayList<CacheVersion>();
    for (long number : numbers) {
      versions.add(Wire.cacheVersion(number));
    }
    return versions;
  }

  private static Set<CacheVersion> set(List<Long> numbers) throws Corrupt {
    return new HashSet<>(versions(numbers));
  }

  private static NodePath path(String text) throws Corrupt {
    try {
      return NodePath.parse(text);
    } catch (InvalidArgument fault) {
      throw new Corrupt("the daemon sent a path that is none", fault);
    }
  }

  private static List<NodePath> paths(List<String> texts) throws Corrupt {
    var paths = new ArrayList<NodePath>();
    for (String text : texts) {
      paths.add(path(text));
    }
    return paths;
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Instant instant(long unixNanos) {
    return Instant.ofEpochSecond(Math.floorDiv(unixNanos, NANOS), Math.floorMod(unixNanos, NANOS));
  }
}
